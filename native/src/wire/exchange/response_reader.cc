#include "wire/exchange/response_reader.h"

#include <algorithm>
#include <cerrno>

#include "base/clock.h"
#include "base/socket_io.h"
#include "wire/connection/endpoint.h"

namespace loadcell {
namespace {

using Kind = ReadOutcome::Kind;

/** A smaller buffer splits long responses into many reads: 64 KiB made a well-known client ten times slower. */
constexpr size_t kReadBufferBytes = 1024 * 1024;

/** The failure for an error on an established connection. */
ReadOutcome failure_of(int error, int64_t now_ns) noexcept {
  // The connection was established: what timed out was not connecting.
  const WireFailure failure =
      error == ETIMEDOUT ? WireFailure::kTimeout : failure_of_errno(error);
  return {.kind = Kind::kFailed,
          .now_ns = now_ns,
          .failure = failure,
          .detail = static_cast<uint16_t>(error)};
}

}  // namespace

ResponseReader::ResponseReader(EventSink& sink, WireTotals& totals, ArrivalClock& arrivals,
                               ReadBacklog& backlog, ConnectionReuse& reuse)
    : sink_(sink),
      totals_(totals),
      arrivals_(arrivals),
      backlog_(backlog),
      reuse_(reuse),
      buffer_(kReadBufferBytes) {}

ReadOutcome ResponseReader::read(Connection& connection) noexcept {
  const bool is_finishing = connection.state == Connection::State::kFinishing;
  const bool expects_response = connection.state != Connection::State::kIdle && !is_finishing;
  const size_t room =
      expects_response ? std::min(sink_.readable_bytes(), buffer_.size()) : buffer_.size();
  if (room == 0) {
    backlog_.pause(connection);
    return {Kind::kNothing};
  }
  int64_t realtime_ns = 0;
  const ssize_t count = connection.has_kernel_stamps
                            ? receive_stamped(connection.socket.get(), buffer_.data(), room,
                                              realtime_ns)
                            : receive_bytes(connection.socket.get(), buffer_.data(), room);
  const int error = errno;
  const int64_t now_ns = monotonic_now_ns();
  if (count < 0 && error == EINTR) return {Kind::kMore};
  if (count < 0 && error == EAGAIN && connection.send_error == 0) {
    connection.is_readable = false;
    backlog_.end_pause(connection, now_ns);
    return {Kind::kNothing};
  }
  if (count <= 0 && !expects_response) return {Kind::kEnded, now_ns};
  if (count == 0) return end_stream(connection, now_ns);
  // When nothing more can be read, the error of the send is the cause.
  if (count < 0) return failure_of(error == EAGAIN ? connection.send_error : error, now_ns);
  if (!expects_response && !is_finishing) return {Kind::kUnexpected, now_ns};
  const auto length = static_cast<size_t>(count);
  totals_.received_bytes += length;
  ReadStamp stamp = arrivals_.stamp(connection.last_arrival_ns, realtime_ns, now_ns);
  if (connection.paused_ns != kUnstamped) {
    stamp.longest_wait_ns = std::max(stamp.longest_wait_ns, now_ns - connection.paused_ns);
  }
  connection.last_arrival_ns = stamp.arrived_ns;
  // A short read has fetched everything; only an end may follow, and the kernel reports that separately.
  if (length < room && !connection.has_ended) connection.is_readable = false;
  const std::string_view bytes(buffer_.data(), length);
  return is_finishing ? consume_rest(connection, bytes, now_ns)
                      : consume(connection, bytes, stamp);
}

ReadOutcome ResponseReader::consume(Connection& connection, std::string_view bytes,
                                    const ReadStamp& stamp) noexcept {
  Request& request = *connection.request;
  const int64_t now_ns = stamp.read_ns;
  const int64_t delay_ns =
      connection.paused_ns == kUnstamped ? 0 : now_ns - connection.paused_ns;
  if (request.first_byte_ns == kUnstamped) {
    request.first_byte_ns = stamp.arrived_ns;
    reuse_.note_first_byte(connection, now_ns - request.sent_ns, now_ns);
  }
  if (delay_ns > 0) request.flags |= event_flags::kReadDelayed;
  if (!stamp.is_by_kernel) request.flags |= event_flags::kThreadStamped;
  for (;;) {
    const HttpFramer::Step step = connection.framer.next(bytes);
    bytes.remove_prefix(step.consumed);
    switch (step.event) {
      case HttpFramer::Event::kHead:
        has_spoken_ = true;
        request.status = connection.framer.head().status;
        sink_.write_head(request, stamp, delay_ns, connection.framer.head_block());
        break;
      case HttpFramer::Event::kBody:
        request.body_bytes += step.body.size();
        sink_.append_body(step.body);
        break;
      case HttpFramer::Event::kMore:
        sink_.write_body(request, stamp, delay_ns);
        if (connection.is_readable) return {Kind::kMore};
        backlog_.end_pause(connection, now_ns);
        return {Kind::kNothing};
      case HttpFramer::Event::kEnd:
        sink_.write_body(request, stamp, delay_ns);
        return {.kind = Kind::kComplete,
                .now_ns = now_ns,
                .arrived_ns = stamp.arrived_ns,
                .may_be_reused = bytes.empty() && has_read_all(connection)};
      case HttpFramer::Event::kFailed:
        sink_.write_body(request, stamp, delay_ns);
        return {.kind = Kind::kFailed,
                .now_ns = now_ns,
                .arrived_ns = stamp.arrived_ns,
                .failure = connection.framer.failure(),
                .detail = static_cast<uint16_t>(connection.framer.fault())};
    }
  }
}

ReadOutcome ResponseReader::consume_rest(Connection& connection, std::string_view bytes,
                                         int64_t now_ns) noexcept {
  while (!connection.is_leaving) {
    const HttpFramer::Step step = connection.framer.next(bytes);
    bytes.remove_prefix(step.consumed);
    if (step.event == HttpFramer::Event::kMore) {
      return {connection.is_readable ? Kind::kMore : Kind::kNothing};
    }
    if (step.event == HttpFramer::Event::kFailed) break;
    if (step.event != HttpFramer::Event::kEnd) continue;
    const bool may_be_reused = connection.framer.head().keeps_alive && !connection.has_ended &&
                               bytes.empty() && has_read_all(connection);
    return {.kind = Kind::kComplete, .now_ns = now_ns, .may_be_reused = may_be_reused};
  }
  return {Kind::kUnexpected, now_ns};
}

ReadOutcome ResponseReader::end_stream(Connection& connection, int64_t now_ns) noexcept {
  if (connection.framer.end_of_stream() == HttpFramer::Event::kEnd) {
    return {.kind = Kind::kComplete, .now_ns = now_ns};
  }
  if (connection.send_error != 0) return failure_of(connection.send_error, now_ns);
  // A server that has responded before speaks HTTP, whatever it does now.
  const bool has_spoken = has_spoken_ || connection.framer.has_begun();
  return {.kind = Kind::kFailed,
          .now_ns = now_ns,
          .failure = connection.framer.failure(),
          .detail = has_spoken ? uint16_t{0} : kNothingCame};
}

bool ResponseReader::has_read_all(const Connection& connection) noexcept {
  if (!connection.is_readable) return true;
  char beyond = 0;
  return receive_bytes(connection.socket.get(), &beyond, 1) < 0 && errno == EAGAIN;
}

}  // namespace loadcell
