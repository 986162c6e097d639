// The half of Exchanges that reads: what comes back is stamped, framed and told, or held back for want of room.
#include <algorithm>
#include <cerrno>

#include "base/clock.h"
#include "base/socket_io.h"
#include "wire/exchange/exchanges.h"

namespace loadcell {
namespace {

/** After so many reads in a row the other connections have their turn. */
constexpr int kReadsInARow = 4;

}  // namespace

void Exchanges::read(Connection& connection) noexcept {
  for (int reads = 0; reads < kReadsInARow; ++reads) {
    if (!read_once(connection)) return;
  }
  unread_.push_back(&connection);
}

bool Exchanges::read_once(Connection& connection) noexcept {
  const bool is_idle = connection.state == Connection::State::kIdle;
  const bool is_finishing = connection.state == Connection::State::kFinishing;
  const size_t room = is_idle || is_finishing ? buffer_.size() : std::min(sink_.readable_bytes(), buffer_.size());
  if (room == 0) {
    pause(connection);
    return false;
  }
  const ssize_t count = receive_bytes(connection.socket.get(), buffer_.data(), room);
  const int error = errno;
  const int64_t now_ns = monotonic_now_ns();
  if (count < 0 && error == EINTR) return true;
  if (count < 0 && error == EAGAIN && connection.send_error == 0) {
    connection.is_readable = false;
    end_pause(connection, now_ns);
    return false;
  }
  if (is_idle) {
    // The server has ended it, or speaks out of turn: either way it is of no more use.
    if (count <= 0) note_idle_end(connection, now_ns);
    close(connection, now_ns);
    return false;
  }
  if (is_finishing && count <= 0) {
    if (!connection.is_leaving) ++spoilt_;
    close(connection, now_ns);
    return false;
  }
  if (count < 0) {
    // Where nothing more is to be read, what sending said is why.
    fail_of_errno(connection, error == EAGAIN ? connection.send_error : error, now_ns);
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
  if (is_finishing) return finish_reading(connection, {buffer_.data(), length}, now_ns);
  if (!consume(connection, {buffer_.data(), length}, now_ns)) return false;
  if (!connection.is_readable) end_pause(connection, now_ns);
  return connection.is_readable;
}

bool Exchanges::consume(Connection& connection, std::string_view bytes,
                        int64_t now_ns) noexcept {
  Request& request = *connection.request;
  const int64_t delay_ns =
      connection.paused_ns == kUnstamped ? 0 : now_ns - connection.paused_ns;
  if (request.first_byte_ns == kUnstamped) {
    request.first_byte_ns = now_ns;
    starvation_.note_first_byte(connection, now_ns - request.sent_ns, now_ns);
  }
  if (delay_ns > 0) request.flags |= event_flags::kReadDelayed;
  for (;;) {
    const HttpFramer::Step step = connection.framer.next(bytes);
    bytes.remove_prefix(step.consumed);
    switch (step.event) {
      case HttpFramer::Event::kHead:
        has_spoken_ = true;
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
        complete(connection, bytes.empty() && has_read_all(connection), now_ns);
        return false;
      case HttpFramer::Event::kFailed:
        sink_.write_body(request, now_ns, delay_ns);
        fail(connection, connection.framer.failure(),
             static_cast<uint16_t>(connection.framer.fault()), now_ns);
        return false;
    }
  }
}

bool Exchanges::has_read_all(Connection& connection) noexcept {
  if (!connection.is_readable) return true;
  char beyond = 0;
  return receive_bytes(connection.socket.get(), &beyond, 1) < 0 && errno == EAGAIN;
}

void Exchanges::fail_of_errno(Connection& connection, int error, int64_t now_ns) noexcept {
  // It stood: what timed out was not connecting.
  const WireFailure failure =
      error == ETIMEDOUT ? WireFailure::kTimeout : failure_of_errno(error);
  fail(connection, failure, static_cast<uint16_t>(error), now_ns);
}

void Exchanges::end_stream(Connection& connection, int64_t now_ns) noexcept {
  if (connection.framer.end_of_stream() == HttpFramer::Event::kEnd) {
    complete(connection, false, now_ns);
  } else if (connection.send_error != 0) {
    fail_of_errno(connection, connection.send_error, now_ns);
  } else {
    // A server that has answered before speaks HTTP, whatever it does now.
    const bool has_spoken = has_spoken_ || connection.framer.has_begun();
    const uint16_t detail = has_spoken ? 0 : kNothingCame;
    fail(connection, connection.framer.failure(), detail, now_ns);
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

}  // namespace loadcell
