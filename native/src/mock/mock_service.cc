#include "mock/mock_service.h"

#include <algorithm>
#include <utility>

#include "base/clock.h"

namespace loadcell {

void MockService::take(MockConnection& connection, const MockPlan& plan, int64_t now_ns) {
  connection.answer = plan.answer;
  connection.random = plan.random;
  connection.streams = plan.streams;
  connection.drops_before = plan.drops_before;
  connection.arrived_ns = now_ns;
  if (options_.slots != 0 && used_slots_ == options_.slots) {
    connection.state = MockConnection::State::kWaiting;
    queue_.push_back(&connection);
    ++totals_.waiting;
    totals_.most_waiting = std::max(totals_.most_waiting, totals_.waiting);
    return;
  }
  ++used_slots_;
  connection.holds_slot = true;
  begin(connection, now_ns);
}

int64_t MockService::wait_ns(MockConnection& connection, int64_t length_ns) noexcept {
  if (options_.jitter_ns == 0) return length_ns;
  return length_ns + static_cast<int64_t>(connection.random.fraction() *
                                          static_cast<double>(options_.jitter_ns));
}

void MockService::begin(MockConnection& connection, int64_t start_ns) {
  connection.state = MockConnection::State::kServing;
  connection.next_token = 0;
  int64_t first_ns = start_ns + wait_ns(connection, options_.first_token_ns);
  if (connection.streams) {
    out_.clear();
    append_stream_start(out_, connection.answer, connection.keeps_alive);
    clients_.send(connection, out_);
    // A lost client is closed at the next turn instead of at its first token.
    if (connection.is_lost) first_ns = start_ns;
  } else {
    // The whole response is sent when its last token would have been.
    for (uint32_t token = 1; token < connection.answer.tokens; ++token) {
      first_ns += wait_ns(connection, options_.gap_ns);
    }
  }
  moments_.set(connection, first_ns);
}

MockConnection& MockService::send_next() {
  MockConnection& connection = *moments_.first();
  if (connection.is_lost) return connection;
  if (connection.streams) {
    send_token(connection);
  } else {
    send_whole(connection);
  }
  return connection;
}

void MockService::send_token(MockConnection& connection) {
  const uint32_t index = connection.next_token++;
  const int64_t due_ns = connection.deadline_ns;
  if (index == connection.drops_before && index < connection.answer.tokens) {
    break_off(connection);
    return;
  }
  const bool is_last = connection.next_token >= connection.answer.tokens;
  const int64_t sent_ns = monotonic_now_ns();
  out_.clear();
  append_token(out_, connection.answer, index, sent_ns);
  if (is_last) append_stream_end(out_, connection.answer);
  clients_.send(connection, out_);
  if (connection.is_lost) return;
  note_token(connection, index, sent_ns);
  if (is_last) {
    end(connection, due_ns);
  } else {
    moments_.set(connection, due_ns + wait_ns(connection, options_.gap_ns));
  }
}

void MockService::send_whole(MockConnection& connection) {
  const int64_t due_ns = connection.deadline_ns;
  if (connection.drops_before < connection.answer.tokens) {
    break_off(connection);
    return;
  }
  const int64_t sent_ns = monotonic_now_ns();
  clients_.reply(connection, 200, "OK", whole_answer(connection.answer, sent_ns));
  if (connection.is_lost) return;
  note_token(connection, connection.answer.tokens - 1, sent_ns);
  end(connection, due_ns);
}

void MockService::break_off(MockConnection& connection) {
  ++totals_.faulted;
  free_slot(connection, connection.deadline_ns);
  connection.is_lost = true;
}

void MockService::note_token(MockConnection& connection, uint32_t index, int64_t sent_ns) {
  const int64_t late_ns = sent_ns - connection.deadline_ns;
  ++totals_.events;
  lateness_.add(late_ns);
  totals_.max_lateness_ns = std::max(totals_.max_lateness_ns, late_ns);
  const MockStamp stamp{.due_ns = static_cast<double>(connection.deadline_ns),
                        .sent_ns = static_cast<double>(sent_ns),
                        .index = static_cast<int32_t>(index),
                        .reserved = 0,
                        .handed_over_ns = static_cast<double>(monotonic_now_ns()),
                        .request = static_cast<double>(connection.answer.ordinal),
                        .unused = {}};
  if (!stamps_.stage(stamp)) ++totals_.dropped_stamps;
}

void MockService::end(MockConnection& connection, int64_t moment_ns) {
  ++totals_.answered;
  moments_.remove(connection);
  free_slot(connection, moment_ns);
  connection.state = MockConnection::State::kIdle;
}

void MockService::abandon(MockConnection& connection, int64_t moment_ns) {
  const bool was_waiting = connection.state == MockConnection::State::kWaiting;
  const bool was_serving = connection.state == MockConnection::State::kServing;
  moments_.remove(connection);
  if (was_waiting) {
    queue_.erase(std::find(queue_.begin(), queue_.end(), &connection));
    --totals_.waiting;
  }
  if (was_waiting || (was_serving && connection.holds_slot)) ++totals_.abandoned;
  free_slot(connection, moment_ns);
}

void MockService::free_slot(MockConnection& connection, int64_t moment_ns) {
  if (!std::exchange(connection.holds_slot, false)) return;
  --used_slots_;
  while (!queue_.empty() && used_slots_ < options_.slots) {
    MockConnection& next = *queue_.front();
    queue_.pop_front();
    --totals_.waiting;
    ++used_slots_;
    next.holds_slot = true;
    // From the moment the slot became free, not from when this thread noticed it.
    begin(next, std::max(moment_ns, next.arrived_ns));
  }
}

}  // namespace loadcell
