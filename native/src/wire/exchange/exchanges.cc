#include "wire/exchange/exchanges.h"

#include "base/clock.h"

namespace loadcell {
namespace {

constexpr size_t kExpectedConnections = 4096;
/** After this many reads in a row, the other connections get their turn. */
constexpr int kReadsInARow = 4;
/** The server has closed its side, or the whole connection. */
constexpr uint32_t kEndEvents = EPOLLRDHUP | EPOLLHUP | EPOLLERR;

}  // namespace

Exchanges::Exchanges(ConnectionPool& pool, Ledger& ledger, EventSink& sink, WireTotals& totals,
                     ArrivalClock& arrivals, LogHistogram& round_trips, const ExchangeOptions& options,
                     const std::atomic<int64_t>& end_sending_at_ns)
    : pool_(pool),
      ledger_(ledger),
      sink_(sink),
      totals_(totals),
      options_(options),
      end_sending_at_ns_(end_sending_at_ns),
      backlog_(totals),
      reuse_(pool, backlog_, timeouts_, options_),
      opener_(pool, reuse_, timeouts_, options_),
      paths_(sink, totals, round_trips),
      sender_(ledger, reuse_, backlog_, timeouts_, paths_, totals),
      reader_(sink, totals, arrivals, backlog_, reuse_) {
  timeouts_.reserve(kExpectedConnections);
}

void Exchanges::open_beforehand(size_t count) {
  for (; count > 0; --count) connect(opener_.open_beforehand(monotonic_now_ns()));
}

void Exchanges::open_ahead(int64_t due_ns, int64_t now_ns) noexcept {
  if (Connection* const connection = opener_.open_ahead(due_ns, now_ns)) connect(*connection);
}

void Exchanges::begin(Request& request, int64_t now_ns) noexcept {
  if (Connection* const connection = reuse_.take_reusable(now_ns)) {
    connection->request = &request;
    sender_.begin(*connection, now_ns);
  } else {
    connect(opener_.open_for(request, now_ns));
  }
}

void Exchanges::connect(Connection& connection) noexcept {
  take_connect_result(connection, pool_.connect(connection));
}

void Exchanges::take_connect_result(Connection& connection,
                                    const ConnectResult& result) noexcept {
  const int64_t now_ns = monotonic_now_ns();
  if (result.status == ConnectResult::Status::kPending) {
    opener_.allow_attempt(connection, now_ns);
    return;
  }
  opener_.note_result(connection);
  if (result.status == ConnectResult::Status::kConnected) paths_.open(connection, now_ns);
  if (result.status == ConnectResult::Status::kFailed) {
    fail(connection, result.failure, result.detail, now_ns);
  } else if (connection.request == nullptr) {
    reuse_.rest(connection, now_ns);
  } else if (connection.request->sent_ns != kUnstamped) {
    sender_.begin(connection, now_ns);
  } else if (now_ns >= end_sending_at_ns_.load(std::memory_order_relaxed)) {
    Request& request = *connection.request;
    reuse_.rest(connection, now_ns);
    ledger_.drop(request, now_ns);
  } else {
    connection.request->connected_ns = now_ns;
    sender_.begin(connection, now_ns);
  }
}

void Exchanges::drop_if_closed(const epoll_event& event) noexcept {
  if ((event.events & (EPOLLIN | kEndEvents)) == 0) return;
  const Connection& connection = *static_cast<const Connection*>(event.data.ptr);
  if (connection.state == Connection::State::kIdle) handle(event);
}

void Exchanges::handle(const epoll_event& event) noexcept {
  Connection& connection = *static_cast<Connection*>(event.data.ptr);
  if (connection.state == Connection::State::kClosed) return;
  const uint32_t events = paths_.take_departures(connection, event.events);
  const bool has_ended = (events & kEndEvents) != 0;
  if (connection.state == Connection::State::kConnecting) {
    if (!has_ended && (events & EPOLLOUT) == 0) return;
    take_connect_result(connection, pool_.finish_connect(connection));
    if (connection.state == Connection::State::kClosed ||
        connection.state == Connection::State::kConnecting) {
      return;
    }
  } else if (connection.state == Connection::State::kBusy && (events & EPOLLOUT) != 0) {
    sender_.send(connection);
  }
  if (has_ended) connection.has_ended = true;
  if (has_ended || (events & EPOLLIN) != 0) {
    connection.is_readable = true;
    read(connection);
  }
}

void Exchanges::read(Connection& connection) noexcept {
  for (int reads = 0; reads < kReadsInARow; ++reads) {
    if (!read_once(connection)) return;
  }
  backlog_.add(connection);
}

bool Exchanges::read_once(Connection& connection) noexcept {
  const ReadOutcome outcome = reader_.read(connection);
  switch (outcome.kind) {
    case ReadOutcome::Kind::kMore:
      return true;
    case ReadOutcome::Kind::kNothing:
      break;
    case ReadOutcome::Kind::kComplete:
      if (connection.request != nullptr) {
        complete(connection, outcome);
      } else {
        reuse_.end_finishing(connection, outcome.may_be_reused, outcome.now_ns);
      }
      break;
    case ReadOutcome::Kind::kFailed:
      fail(connection, outcome.failure, outcome.detail, outcome.now_ns);
      break;
    case ReadOutcome::Kind::kEnded:
      reuse_.note_end(connection, outcome.now_ns);
      break;
    case ReadOutcome::Kind::kUnexpected:
      reuse_.note_unexpected_bytes(connection, outcome.now_ns);
      break;
  }
  return false;
}

void Exchanges::resume() noexcept {
  backlog_.take([this](Connection& connection) {
    if (connection.is_readable) read(connection);
  });
  if (!backlog_.has_paused() || sink_.readable_bytes() == 0) return;
  pool_.for_each([this](Connection& connection) {
    if (connection.paused_ns != kUnstamped) read(connection);
  });
}

void Exchanges::complete(Connection& connection, const ReadOutcome& outcome) noexcept {
  const int64_t now_ns = outcome.now_ns;
  Request& request = *connection.request;
  paths_.end(connection, now_ns);
  request.outcome = EventKind::kEnd;
  request.end_ns = outcome.arrived_ns;
  const bool keeps_alive = connection.framer.head().keeps_alive;
  // A response that arrived before all of the request was sent leaves the rest of it on the connection.
  if (outcome.may_be_reused && keeps_alive && connection.has_sent_all() && !connection.has_ended) {
    reuse_.keep(connection, now_ns);
  } else {
    if (keeps_alive && connection.has_ended && connection.send_error == 0) {
      reuse_.note_end_with_response();
    }
    reuse_.close(connection, now_ns);
  }
  ledger_.settle(request);
}

void Exchanges::fail(Connection& connection, WireFailure failure, uint16_t detail,
                     int64_t now_ns) noexcept {
  Request* const request = connection.request;
  const bool is_end = failure == WireFailure::kReset || failure == WireFailure::kClosedEarly;
  if (is_end && connection.state == Connection::State::kBusy && send_again(connection, now_ns)) {
    return;
  }
  if (connection.state == Connection::State::kConnecting) {
    ++totals_.failed_connections;
    totals_.last_connect_failure = static_cast<uint64_t>(failure);
    totals_.last_connect_detail = detail;
  }
  paths_.end(connection, now_ns);
  // Unread bytes might have held the end of the response: the row must show that.
  if (request != nullptr && connection.paused_ns != kUnstamped) {
    request->flags |= event_flags::kReadDelayed;
  }
  reuse_.close(connection, now_ns);
  if (request != nullptr) ledger_.fail(*request, failure, detail, now_ns);
}

bool Exchanges::send_again(Connection& connection, int64_t now_ns) noexcept {
  Request& request = *connection.request;
  const bool was_sent_again = (request.flags & event_flags::kResent) != 0;
  if (connection.is_fresh || was_sent_again || connection.framer.has_begun()) return false;
  reuse_.note_lost_request(connection);
  request.flags |= event_flags::kResent;
  ++totals_.resends;
  reuse_.give_up(connection, now_ns);
  connect(opener_.open_for(request, now_ns));
  return true;
}

void Exchanges::expire(int64_t now_ns) noexcept {
  while (timeouts_.next_ns() <= now_ns) {
    Connection& connection = *timeouts_.first();
    if (connection.state == Connection::State::kConnecting) {
      take_connect_result(connection, pool_.give_up_address(connection));
    } else if (connection.state == Connection::State::kFinishing) {
      reuse_.note_end(connection, now_ns);
    } else {
      fail(connection, WireFailure::kTimeout, 0, now_ns);
    }
  }
}

bool Exchanges::cancel(double request_id) {
  Connection* const connection = pool_.find(request_id);
  if (connection == nullptr) return false;
  fail(*connection, WireFailure::kCancelled, 0, monotonic_now_ns());
  return true;
}

bool Exchanges::finish(double request_id) noexcept {
  Connection* const connection = pool_.find(request_id);
  if (connection == nullptr) return false;
  const int64_t now_ns = monotonic_now_ns();
  Request& request = *connection->request;
  paths_.end(*connection, now_ns);
  request.outcome = EventKind::kEnd;
  request.end_ns = now_ns;
  if (connection->state == Connection::State::kBusy && connection->has_sent_all() &&
      !connection->has_ended && reuse_.may_finish()) {
    reuse_.begin_finishing(*connection, now_ns);
  } else {
    reuse_.give_up(*connection, now_ns);
  }
  ledger_.settle(request);
  return true;
}

void Exchanges::cancel_all() {
  pool_.for_each([this](Connection& connection) {
    if (connection.request == nullptr) return;
    fail(connection, WireFailure::kCancelled, 0, monotonic_now_ns());
  });
}

}  // namespace loadcell
