#include "wire/exchanges.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "base/clock.h"

namespace loadcell {
namespace {

/** A smaller buffer cuts long answers into many reads: 64 KiB made a known client ten times slower. */
constexpr size_t kReadBufferBytes = 1024 * 1024;
constexpr size_t kExpectedConnections = 4096;
/** After so many reads in a row the other connections have their turn. */
constexpr int kReadsInARow = 4;

}  // namespace

Exchanges::Exchanges(ConnectionPool& pool, Ledger& ledger, EventSink& sink, WireTotals& totals,
                     int64_t connect_timeout_ns)
    : pool_(pool),
      ledger_(ledger),
      sink_(sink),
      totals_(totals),
      connect_timeout_ns_(connect_timeout_ns),
      buffer_(kReadBufferBytes) {
  timeouts_.reserve(kExpectedConnections);
  unread_.reserve(kExpectedConnections);
  resumed_.reserve(kExpectedConnections);
}

void Exchanges::open_beforehand(size_t count) {
  opening_ = count;
  for (; count > 0; --count) {
    Connection& connection = pool_.acquire(nullptr);
    timeouts_.set(connection, monotonic_now_ns() + connect_timeout_ns_);
    take_connect_result(connection, pool_.connect(connection));
  }
}

void Exchanges::begin(Request& request) noexcept {
  if (pool_.has_idle()) {
    Connection& connection = pool_.take_idle();
    connection.request = &request;
    begin_sending(connection);
    return;
  }
  request.flags |= event_flags::kNewConnection;
  Connection& connection = pool_.acquire(&request);
  timeouts_.set(connection, monotonic_now_ns() + connect_timeout_ns_);
  take_connect_result(connection, pool_.connect(connection));
}

void Exchanges::take_connect_result(Connection& connection,
                                    const ConnectResult& result) noexcept {
  if (result.status == ConnectResult::Status::kPending) return;
  const int64_t now_ns = monotonic_now_ns();
  if (connection.request == nullptr) --opening_;
  if (result.status == ConnectResult::Status::kFailed) {
    fail(connection, result.failure, result.detail, now_ns);
  } else if (connection.request == nullptr) {
    timeouts_.remove(connection);
    pool_.put_idle(connection);
  } else {
    connection.request->connected_ns = now_ns;
    begin_sending(connection);
  }
}

void Exchanges::begin_sending(Connection& connection) noexcept {
  Request& request = *connection.request;
  const int64_t now_ns = monotonic_now_ns();
  ledger_.mark_sent(request, now_ns);
  timeouts_.set(connection, now_ns + request.timeout_ns);
  send(connection);
}

void Exchanges::send(Connection& connection) noexcept {
  const Request& request = *connection.request;
  while (!connection.has_sent_all()) {
    const ssize_t count =
        ::send(connection.socket.get(), request.bytes + connection.sent_bytes,
               request.byte_count - connection.sent_bytes, MSG_NOSIGNAL);
    if (count >= 0) {
      connection.sent_bytes += static_cast<size_t>(count);
      totals_.sent_bytes += static_cast<uint64_t>(count);
    } else if (errno != EINTR) {
      if (errno == EAGAIN) return;
      // The peer wants no more. It may have said why: whatever there is to read is read first.
      connection.has_ended = true;
      connection.is_readable = true;
      unread_.push_back(&connection);
      return;
    }
  }
}

void Exchanges::handle(const epoll_event& event) noexcept {
  Connection& connection = *static_cast<Connection*>(event.data.ptr);
  const bool has_ended = (event.events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
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

void Exchanges::read(Connection& connection) noexcept {
  for (int reads = 0; reads < kReadsInARow; ++reads) {
    if (!read_once(connection)) return;
  }
  unread_.push_back(&connection);
}

bool Exchanges::read_once(Connection& connection) noexcept {
  const bool is_idle = connection.state == Connection::State::kIdle;
  const size_t room = is_idle ? buffer_.size() : std::min(sink_.readable_bytes(), buffer_.size());
  if (room == 0) {
    pause(connection);
    return false;
  }
  const ssize_t count = recv(connection.socket.get(), buffer_.data(), room, 0);
  const int error = errno;
  const int64_t now_ns = monotonic_now_ns();
  if (count < 0 && error == EINTR) return true;
  if (count < 0 && error == EAGAIN) {
    connection.is_readable = false;
    end_pause(connection, now_ns);
    return false;
  }
  if (is_idle) {
    // The server has ended it, or speaks out of turn: either way it is of no more use.
    close(connection, now_ns);
    return false;
  }
  if (count < 0) {
    const WireFailure failure =
        error == ETIMEDOUT ? WireFailure::kTimeout : failure_of_errno(error);
    fail(connection, failure, static_cast<uint16_t>(error), now_ns);
    return false;
  }
  if (count == 0) {
    end_stream(connection, now_ns);
    return false;
  }
  const auto length = static_cast<size_t>(count);
  totals_.received_bytes += length;
  // A read that comes up short has fetched everything; only an end may follow, and of that the kernel tells first.
  if (length < room && !connection.has_ended) connection.is_readable = false;
  if (!consume(connection, {buffer_.data(), length}, now_ns)) return false;
  if (!connection.is_readable) end_pause(connection, now_ns);
  return connection.is_readable;
}

bool Exchanges::consume(Connection& connection, std::string_view bytes,
                        int64_t now_ns) noexcept {
  Request& request = *connection.request;
  const int64_t delay_ns =
      connection.paused_ns == kUnstamped ? 0 : now_ns - connection.paused_ns;
  if (request.first_byte_ns == kUnstamped) request.first_byte_ns = now_ns;
  if (delay_ns > 0) request.flags |= event_flags::kReadDelayed;
  for (;;) {
    const HttpFramer::Step step = connection.framer.next(bytes);
    bytes.remove_prefix(step.consumed);
    switch (step.event) {
      case HttpFramer::Event::kHead:
        request.status = connection.framer.head().status;
        sink_.write_head(request, now_ns, delay_ns, connection.framer.head_block());
        break;
      case HttpFramer::Event::kBody:
        request.body_bytes += step.body.size();
        sink_.append_body(step.body);
        break;
      case HttpFramer::Event::kMore:
        sink_.write_body(request, now_ns, delay_ns);
        return true;
      case HttpFramer::Event::kEnd:
        sink_.write_body(request, now_ns, delay_ns);
        complete(connection, bytes.empty(), now_ns);
        return false;
      case HttpFramer::Event::kFailed:
        sink_.write_body(request, now_ns, delay_ns);
        fail(connection, connection.framer.failure(),
             static_cast<uint16_t>(connection.framer.fault()), now_ns);
        return false;
    }
  }
}

void Exchanges::end_stream(Connection& connection, int64_t now_ns) noexcept {
  if (connection.framer.end_of_stream() == HttpFramer::Event::kEnd) {
    complete(connection, false, now_ns);
  } else {
    fail(connection, connection.framer.failure(), 0, now_ns);
  }
}

void Exchanges::complete(Connection& connection, bool may_be_reused,
                         int64_t now_ns) noexcept {
  Request& request = *connection.request;
  request.outcome = EventKind::kEnd;
  request.end_ns = now_ns;
  // An answer that came before all of the question leaves the rest of it on the connection.
  if (may_be_reused && connection.framer.head().keeps_alive && connection.has_sent_all() &&
      !connection.has_ended) {
    timeouts_.remove(connection);
    end_pause(connection, now_ns);
    pool_.put_idle(connection);
  } else {
    close(connection, now_ns);
  }
  ledger_.settle(request);
}

void Exchanges::fail(Connection& connection, WireFailure failure, uint16_t detail,
                     int64_t now_ns) noexcept {
  Request* const request = connection.request;
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
    const bool was_connecting = connection.state == Connection::State::kConnecting;
    if (was_connecting && connection.request == nullptr) --opening_;
    fail(connection, was_connecting ? WireFailure::kConnectTimeout : WireFailure::kTimeout, 0,
         now_ns);
  }
}

void Exchanges::resume() noexcept {
  resumed_.swap(unread_);
  for (Connection* const connection : resumed_) {
    if (connection->is_readable) read(*connection);
  }
  resumed_.clear();
  if (paused_ == 0 || sink_.readable_bytes() == 0) return;
  pool_.for_each([this](Connection& connection) {
    if (connection.paused_ns != kUnstamped) read(connection);
  });
}

bool Exchanges::cancel(double request_id) {
  bool found = false;
  pool_.for_each([&](Connection& connection) {
    if (connection.request == nullptr || connection.request->id != request_id) return;
    found = true;
    fail(connection, WireFailure::kCancelled, 0, monotonic_now_ns());
  });
  return found;
}

void Exchanges::cancel_all() {
  pool_.for_each([this](Connection& connection) {
    if (connection.request == nullptr) return;
    fail(connection, WireFailure::kCancelled, 0, monotonic_now_ns());
  });
}

void Exchanges::pause(Connection& connection) noexcept {
  if (connection.paused_ns != kUnstamped) return;
  connection.paused_ns = monotonic_now_ns();
  ++paused_;
  ++totals_.read_pauses;
}

void Exchanges::end_pause(Connection& connection, int64_t now_ns) noexcept {
  if (connection.paused_ns == kUnstamped) return;
  totals_.paused_ns += now_ns - connection.paused_ns;
  connection.paused_ns = kUnstamped;
  --paused_;
}

void Exchanges::close(Connection& connection, int64_t now_ns) noexcept {
  timeouts_.remove(connection);
  end_pause(connection, now_ns);
  connection.is_readable = false;
  pool_.close(connection);
}

}  // namespace loadcell
