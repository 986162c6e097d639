#include "wire/exchange/request_sender.h"

#include <cerrno>

#include "base/socket_io.h"
#include "wire/stamps/send_stamps.h"

namespace loadcell {

void RequestSender::begin(Connection& connection, int64_t now_ns) noexcept {
  Request& request = *connection.request;
  paths_.begin(connection, now_ns);
  // A request that is sent again keeps its first timestamp: its wait on the lost connection counts.
  if (request.sent_ns == kUnstamped) ledger_.mark_sent(request, now_ns);
  connection.last_arrival_ns = now_ns;
  timeouts_.set(connection, request.sent_ns + request.timeout_ns);
  reuse_.watch(connection, now_ns);
  send(connection);
}

void RequestSender::send(Connection& connection) noexcept {
  const Request& request = *connection.request;
  const bool is_long = (request.flags & event_flags::kLong) != 0;
  while (!connection.has_sent_all()) {
    const bool is_stamped = is_long && connection.path.has_departures();
    const auto send_some = is_stamped ? send_stamped : send_bytes;
    const ssize_t count =
        send_some(connection.socket.get(), request.bytes + connection.sent_bytes,
                  request.byte_count - connection.sent_bytes);
    if (count >= 0) {
      connection.sent_bytes += static_cast<size_t>(count);
      totals_.sent_bytes += static_cast<uint64_t>(count);
    } else if (is_stamped && errno == EINVAL) {
      // A kernel that knows the option of the socket, but not that of a single send.
      connection.path.end_departures();
    } else if (errno != EINTR) {
      if (errno == EAGAIN) return;
      connection.send_error = errno;
      // The server takes no more bytes. It may have said why, so whatever there is to read is read first.
      connection.has_ended = true;
      connection.is_readable = true;
      backlog_.add(connection);
      return;
    }
  }
}

}  // namespace loadcell
