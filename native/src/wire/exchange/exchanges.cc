#include "wire/exchange/exchanges.h"

#include <algorithm>
#include <cerrno>

#include "base/clock.h"
#include "base/socket_io.h"

namespace loadcell {
namespace {

/** A smaller buffer cuts long answers into many reads: 64 KiB made a known client ten times slower. */
constexpr size_t kReadBufferBytes = 1024 * 1024;
constexpr size_t kExpectedConnections = 4096;
/** The server has ended its side, or the whole connection. */
constexpr uint32_t kEndEvents = EPOLLRDHUP | EPOLLHUP | EPOLLERR;

}  // namespace

Exchanges::Exchanges(ConnectionPool& pool, Ledger& ledger, EventSink& sink, WireTotals& totals,
                     const ExchangeOptions& options,
                     const std::atomic<int64_t>& end_sending_at_ns)
    : pool_(pool),
      ledger_(ledger),
      sink_(sink),
      totals_(totals),
      options_(options),
      end_sending_at_ns_(end_sending_at_ns),
      buffer_(kReadBufferBytes),
      policy_(options.reuses_connections) {
  timeouts_.reserve(kExpectedConnections);
  unread_.reserve(kExpectedConnections);
  resumed_.reserve(kExpectedConnections);
}

void Exchanges::open_beforehand(size_t count) {
  opening_ = count;
  for (; count > 0; --count) {
    Connection& connection = pool_.acquire(nullptr);
    connection.connect_by_ns = monotonic_now_ns() + options_.connect_timeout_ns;
    take_connect_result(connection, pool_.connect(connection));
  }
}

void Exchanges::begin(Request& request, int64_t now_ns) noexcept {
  if (Connection* const connection = take_reusable(now_ns)) {
    connection->request = &request;
    begin_sending(*connection, now_ns);
  } else {
    open_for(request, now_ns);
  }
}

void Exchanges::take_connect_result(Connection& connection,
                                    const ConnectResult& result) noexcept {
  const int64_t now_ns = monotonic_now_ns();
  if (result.status == ConnectResult::Status::kPending) {
    allow_attempt(connection, now_ns);
    return;
  }
  if (connection.request == nullptr) --opening_;
  if (result.status == ConnectResult::Status::kFailed) {
    fail(connection, result.failure, result.detail, now_ns);
  } else if (connection.request == nullptr) {
    rest(connection, now_ns);
  } else if (connection.request->sent_ns != kUnstamped) {
    begin_sending(connection, now_ns);
  } else if (now_ns >= end_sending_at_ns_.load(std::memory_order_relaxed)) {
    Request& request = *connection.request;
    rest(connection, now_ns);
    ledger_.drop(request, now_ns);
  } else {
    connection.request->connected_ns = now_ns;
    begin_sending(connection, now_ns);
  }
}

void Exchanges::rest(Connection& connection, int64_t now_ns) noexcept {
  timeouts_.remove(connection);
  connection.rested_ns = now_ns;
  pool_.put_idle(connection);
}

void Exchanges::allow_attempt(Connection& connection, int64_t now_ns) noexcept {
  const auto left = static_cast<int64_t>(pool_.addresses_left(connection));
  // What earlier addresses did not use is for the later ones; what they overran is not taken from them.
  const int64_t least_ns = options_.connect_timeout_ns / static_cast<int64_t>(pool_.address_count());
  const int64_t share_ns = std::max((connection.connect_by_ns - now_ns) / left, least_ns);
  timeouts_.set(connection, now_ns + share_ns);
}

void Exchanges::begin_sending(Connection& connection, int64_t now_ns) noexcept {
  Request& request = *connection.request;
  // Sent again: its wait on the connection that was lost counts, and so does its time there.
  if (request.sent_ns == kUnstamped) ledger_.mark_sent(request, now_ns);
  timeouts_.set(connection, request.sent_ns + request.timeout_ns);
  if (connection.is_fresh && !policy_.is_single_use()) starvation_.add(connection, now_ns);
  send(connection);
}

void Exchanges::send(Connection& connection) noexcept {
  const Request& request = *connection.request;
  while (!connection.has_sent_all()) {
    const ssize_t count =
        send_bytes(connection.socket.get(), request.bytes + connection.sent_bytes,
                   request.byte_count - connection.sent_bytes);
    if (count >= 0) {
      connection.sent_bytes += static_cast<size_t>(count);
      totals_.sent_bytes += static_cast<uint64_t>(count);
    } else if (errno != EINTR) {
      if (errno == EAGAIN) return;
      connection.send_error = errno;
      // The peer wants no more. It may have said why: whatever there is to read is read first.
      connection.has_ended = true;
      connection.is_readable = true;
      unread_.push_back(&connection);
      return;
    }
  }
}

void Exchanges::drop_if_spoilt(const epoll_event& event) noexcept {
  if ((event.events & (EPOLLIN | kEndEvents)) == 0) return;
  const Connection& connection = *static_cast<const Connection*>(event.data.ptr);
  if (connection.state == Connection::State::kIdle) handle(event);
}

void Exchanges::handle(const epoll_event& event) noexcept {
  Connection& connection = *static_cast<Connection*>(event.data.ptr);
  const bool has_ended = (event.events & kEndEvents) != 0;
  if (connection.state == Connection::State::kClosed) return;
  if (connection.state == Connection::State::kConnecting) {
    if (!has_ended && (event.events & EPOLLOUT) == 0) return;
    take_connect_result(connection, pool_.finish_connect(connection));
    if (connection.state == Connection::State::kClosed ||
        connection.state == Connection::State::kConnecting) {
      return;
    }
  } else if (connection.state == Connection::State::kBusy && (event.events & EPOLLOUT) != 0) {
    send(connection);
  }
  if (has_ended) connection.has_ended = true;
  if (has_ended || (event.events & EPOLLIN) != 0) {
    connection.is_readable = true;
    read(connection);
  }
}

void Exchanges::complete(Connection& connection, bool may_be_reused,
                         int64_t now_ns) noexcept {
  Request& request = *connection.request;
  request.outcome = EventKind::kEnd;
  request.end_ns = now_ns;
  const bool keeps_alive = connection.framer.head().keeps_alive;
  // An answer that came before all of the question leaves the rest of it on the connection.
  if (may_be_reused && keeps_alive && connection.has_sent_all() && !connection.has_ended) {
    end_pause(connection, now_ns);
    connection.has_served = true;
    connection.is_readable = false;
    if (policy_.is_single_use()) {
      leave(connection, now_ns);
    } else {
      rest(connection, now_ns);
    }
  } else {
    // It was promised to last, and ended with its response.
    if (keeps_alive && connection.has_ended && connection.send_error == 0) {
      policy_.ended_after(0);
      ++spoilt_;
    }
    close(connection, now_ns);
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
  // Whatever lies unread there might have been its end: the row must say so.
  if (request != nullptr && connection.paused_ns != kUnstamped) {
    request->flags |= event_flags::kReadDelayed;
  }
  close(connection, now_ns);
  if (request != nullptr) ledger_.fail(*request, failure, detail, now_ns);
}

void Exchanges::expire(int64_t now_ns) noexcept {
  while (timeouts_.next_ns() <= now_ns) {
    Connection& connection = *timeouts_.first();
    if (connection.state == Connection::State::kConnecting) {
      take_connect_result(connection, pool_.give_up_address(connection));
    } else if (connection.state == Connection::State::kFinishing) {
      // One that only waited for the server to end it was not spoilt.
      if (!connection.is_leaving) ++spoilt_;
      close(connection, now_ns);
    } else {
      fail(connection, WireFailure::kTimeout, 0, now_ns);
    }
  }
}

Connection* Exchanges::find(double request_id) noexcept {
  Connection* found = nullptr;
  pool_.for_each([&](Connection& connection) {
    if (connection.request != nullptr && connection.request->id == request_id) found = &connection;
  });
  return found;
}

bool Exchanges::cancel(double request_id) {
  Connection* const connection = find(request_id);
  if (connection == nullptr) return false;
  fail(*connection, WireFailure::kCancelled, 0, monotonic_now_ns());
  return true;
}

void Exchanges::cancel_all() {
  pool_.for_each([this](Connection& connection) {
    if (connection.request == nullptr) return;
    fail(connection, WireFailure::kCancelled, 0, monotonic_now_ns());
  });
}

void Exchanges::close(Connection& connection, int64_t now_ns) noexcept {
  timeouts_.remove(connection);
  end_pause(connection, now_ns);
  connection.is_readable = false;
  pool_.close(connection);
}

}  // namespace loadcell
