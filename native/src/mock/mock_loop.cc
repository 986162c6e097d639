#include "mock/mock_loop.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/prompt_thread.h"
#include "base/socket_io.h"

namespace loadcell {
namespace {

constexpr size_t kReadBufferBytes = 256 * 1024;
/** After so many events in a row, requests have their turn. */
constexpr int kSendsInARow = 64;
/** A client that does not read is let go. */
constexpr size_t kMostUnsentBytes = 16 * 1024 * 1024;
constexpr int64_t kAcceptAgainNs = 10'000'000;
/**
 * The system's own may be one that spaces packets out in time (BBR does, with timers of its own): this server says when
 * its events leave. Reno is in every kernel and open to all.
 */
constexpr std::string_view kCongestionControl = "reno";

}  // namespace

MockLoop::MockLoop(const MockOptions& options, Fd listener, RingWriter<MockStamp> stamps,
                   MockControls& controls, Published<MockTotals>& published,
                   LogHistogram& lateness)
    : options_(options),
      controls_(controls),
      published_(published),
      lateness_(lateness),
      stamps_(stamps),
      listener_(std::move(listener)),
      buffer_(kReadBufferBytes) {}

void MockLoop::run() {
  PromptThread prompt;
  // The listener is told apart from clients by an address that is no client's.
  controls_.poller.add(listener_.get(), EPOLLIN, this);
  while (!controls_.stopping.load(std::memory_order_acquire)) {
    const auto events =
        controls_.poller.wait_until(std::min(moments_.next_ns(), accept_at_ns_));
    send_due();
    for (const epoll_event& event : events) {
      if (event.data.ptr == this) {
        accept_at_ns_ = 0;
      } else {
        handle(*static_cast<MockConnection*>(event.data.ptr), event.events);
      }
      send_due();
    }
    const int64_t now_ns = monotonic_now_ns();
    prompt.mind(now_ns);
    if (accept_at_ns_ <= now_ns) accept_all(now_ns);
    free_.insert(free_.end(), closed_.begin(), closed_.end());
    closed_.clear();
    publish();
  }
}

void MockLoop::publish() noexcept {
  stamps_.publish();
  published_.write(totals_);
}

void MockLoop::accept_all(int64_t now_ns) {
  for (;;) {
    Fd socket(accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket.is_open()) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      accept_at_ns_ = errno == EAGAIN ? kNever : now_ns + kAcceptAgainNs;
      return;
    }
    const int on = 1;
    setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    setsockopt(socket.get(), IPPROTO_TCP, TCP_CONGESTION, kCongestionControl.data(),
               kCongestionControl.size());
    if (free_.empty()) {
      connections_.emplace_back();
      free_.push_back(&connections_.back());
    }
    MockConnection& connection = *free_.back();
    if (!controls_.poller.add(socket.get(), EPOLLIN | EPOLLOUT | EPOLLRDHUP, &connection)) continue;
    free_.pop_back();
    connection.state = MockConnection::State::kIdle;
    connection.socket = std::move(socket);
    connection.input.clear();
    connection.unsent.clear();
    ++totals_.accepted_connections;
    ++totals_.open_connections;
  }
}

void MockLoop::handle(MockConnection& connection, uint32_t events) {
  if (connection.state == MockConnection::State::kClosed) return;
  if ((events & EPOLLOUT) != 0 && !connection.unsent.empty()) flush(connection);
  const bool has_ended = (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
  if (has_ended || (events & EPOLLIN) != 0) read(connection, has_ended);
}

void MockLoop::read(MockConnection& connection, bool has_ended) {
  while (connection.state != MockConnection::State::kClosed) {
    const ssize_t count = receive_bytes(connection.socket.get(), buffer_.data(), buffer_.size());
    const int error = errno;
    const int64_t now_ns = monotonic_now_ns();
    if (count > 0) {
      connection.input.append(buffer_.data(), static_cast<size_t>(count));
      take_requests(connection, now_ns);
      // A read that comes up short has fetched everything, unless the end is still to come.
      if (static_cast<size_t>(count) < buffer_.size() && !has_ended) return;
    } else if (count == 0 || (error != EAGAIN && error != EINTR)) {
      close(connection, now_ns);
    } else if (error == EAGAIN) {
      return;
    }
  }
}

int64_t MockLoop::wait_ns(MockConnection& connection, int64_t length_ns) noexcept {
  if (options_.jitter_ns == 0) return length_ns;
  return length_ns + static_cast<int64_t>(connection.random.fraction() *
                                          static_cast<double>(options_.jitter_ns));
}

void MockLoop::begin(MockConnection& connection, int64_t start_ns) {
  connection.state = MockConnection::State::kServing;
  connection.next_token = 0;
  int64_t first_ns = start_ns + wait_ns(connection, options_.first_token_ns);
  if (connection.streams) {
    out_.clear();
    append_stream_start(out_, connection.answer, connection.keeps_alive);
    send_out(connection);
    if (connection.state == MockConnection::State::kClosed) return;
  } else {
    // The whole comes when the last token would have.
    for (uint32_t token = 1; token < connection.answer.tokens; ++token) {
      first_ns += wait_ns(connection, options_.gap_ns);
    }
  }
  moments_.set(connection, first_ns);
}

void MockLoop::send_due() {
  // Asked after each event: where nothing waits for a moment, not even the clock is read.
  if (moments_.first() == nullptr) return;
  const int64_t now_ns = monotonic_now_ns();
  for (int sends = 0; sends < kSendsInARow && moments_.next_ns() <= now_ns; ++sends) {
    MockConnection& connection = *moments_.first();
    if (connection.streams) {
      send_token(connection);
    } else {
      send_whole(connection);
    }
  }
}

void MockLoop::send_token(MockConnection& connection) {
  const uint32_t index = connection.next_token++;
  const int64_t due_ns = connection.deadline_ns;
  if (index == connection.drops_before && index < connection.answer.tokens) {
    ++totals_.faulted;
    free_slot(connection, due_ns);
    close(connection, due_ns);
    return;
  }
  const bool is_last = connection.next_token >= connection.answer.tokens;
  const int64_t sent_ns = monotonic_now_ns();
  out_.clear();
  append_token(out_, connection.answer, index, sent_ns);
  if (is_last) append_stream_end(out_, connection.answer);
  send_out(connection);
  if (connection.state == MockConnection::State::kClosed) return;
  note_token(connection, index, sent_ns);
  if (is_last) {
    end(connection, due_ns);
  } else {
    moments_.set(connection, due_ns + wait_ns(connection, options_.gap_ns));
  }
}

void MockLoop::send_whole(MockConnection& connection) {
  const int64_t due_ns = connection.deadline_ns;
  if (connection.drops_before < connection.answer.tokens) {
    ++totals_.faulted;
    free_slot(connection, due_ns);
    close(connection, due_ns);
    return;
  }
  const int64_t sent_ns = monotonic_now_ns();
  reply(connection, 200, "OK", whole_answer(connection.answer, sent_ns));
  if (connection.state == MockConnection::State::kClosed) return;
  note_token(connection, connection.answer.tokens - 1, sent_ns);
  end(connection, due_ns);
}

void MockLoop::note_token(MockConnection& connection, uint32_t index, int64_t sent_ns) {
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

void MockLoop::end(MockConnection& connection, int64_t moment_ns) {
  ++totals_.answered;
  moments_.remove(connection);
  free_slot(connection, moment_ns);
  connection.state = MockConnection::State::kIdle;
  if (!connection.keeps_alive && connection.unsent.empty()) {
    close(connection, moment_ns);
  } else {
    take_requests(connection, monotonic_now_ns());
  }
}

void MockLoop::free_slot(MockConnection& connection, int64_t moment_ns) {
  if (!std::exchange(connection.holds_slot, false)) return;
  --used_slots_;
  while (!queue_.empty() && used_slots_ < options_.slots) {
    MockConnection& next = *queue_.front();
    queue_.pop_front();
    --totals_.waiting;
    ++used_slots_;
    next.holds_slot = true;
    // From the moment at which the slot was free, not from when this thread got round to it.
    begin(next, std::max(moment_ns, next.arrived_ns));
  }
}

void MockLoop::send_out(MockConnection& connection) {
  if (!connection.unsent.empty()) {
    ++totals_.stalled_sends;
    connection.unsent += out_;
    if (connection.unsent.size() > kMostUnsentBytes) close(connection, monotonic_now_ns());
    return;
  }
  const ssize_t count =
      send_bytes(connection.socket.get(), out_.data(), out_.size());
  const int error = errno;
  if (count < 0 && error != EAGAIN && error != EINTR) {
    close(connection, monotonic_now_ns());
    return;
  }
  const auto sent = static_cast<size_t>(std::max<ssize_t>(count, 0));
  if (sent == out_.size()) return;
  ++totals_.stalled_sends;
  connection.unsent = out_.substr(sent);
  flush(connection);
}

void MockLoop::flush(MockConnection& connection) {
  while (!connection.unsent.empty()) {
    const ssize_t count = send_bytes(connection.socket.get(), connection.unsent.data(),
                                     connection.unsent.size());
    if (count >= 0) {
      connection.unsent.erase(0, static_cast<size_t>(count));
    } else if (errno == EAGAIN) {
      return;
    } else if (errno != EINTR) {
      close(connection, monotonic_now_ns());
      return;
    }
  }
  if (connection.state == MockConnection::State::kIdle && !connection.keeps_alive) {
    close(connection, monotonic_now_ns());
  }
}

void MockLoop::close(MockConnection& connection, int64_t now_ns) {
  if (connection.state == MockConnection::State::kClosed) return;
  const bool was_waiting = connection.state == MockConnection::State::kWaiting;
  const bool was_serving = connection.state == MockConnection::State::kServing;
  connection.state = MockConnection::State::kClosed;
  moments_.remove(connection);
  connection.socket.reset();
  closed_.push_back(&connection);
  --totals_.open_connections;
  if (was_waiting) {
    queue_.erase(std::find(queue_.begin(), queue_.end(), &connection));
    --totals_.waiting;
  }
  if (was_waiting || (was_serving && connection.holds_slot)) ++totals_.abandoned;
  free_slot(connection, now_ns);
}

}  // namespace loadcell
