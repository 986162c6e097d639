#include "wire/exchange/path_recorder.h"

#include <sys/epoll.h>

#include <algorithm>
#include <limits>

#include "base/clock.h"
#include "wire/stamps/send_stamps.h"

namespace loadcell {
namespace {

/** The sum, or the largest value of the type. */
template <typename Count>
Count saturated_sum(Count count, uint32_t more) noexcept {
  const uint64_t sum = uint64_t{count} + more;
  return static_cast<Count>(std::min<uint64_t>(sum, std::numeric_limits<Count>::max()));
}

}  // namespace

void PathRecorder::open(Connection& connection, int64_t now_ns) noexcept {
  connection.path.open(connection.socket.get(), now_ns);
  note_least(connection.path.path());
}

void PathRecorder::begin(Connection& connection, int64_t now_ns) noexcept {
  Request& request = *connection.request;
  request.least_round_trip_ns = connection.path.path().least_round_trip_ns;
  if (!connection.path.is_long(request.byte_count)) return;
  request.flags |= event_flags::kLong;
  connection.path.ask_departures([&] { return enable_send_stamps(connection.socket.get()); });
  clock_.begin(now_ns);
}

void PathRecorder::end(Connection& connection, int64_t now_ns) noexcept {
  if (connection.state != Connection::State::kBusy) return;
  const PathWatch::Change change = connection.path.note_end(connection.socket.get(), now_ns);
  if (!change.is_known) return;
  Request& request = *connection.request;
  request.retransmits = saturated_sum(request.retransmits, change.retransmits);
  request.out_of_order = saturated_sum(request.out_of_order, change.out_of_order);
  totals_.retransmits += change.retransmits;
  totals_.out_of_order += change.out_of_order;
  const TcpPath& path = connection.path.path();
  if (path.round_trip_ns != 0) round_trip_.add(path.round_trip_ns);
  totals_.max_round_trip_ns = std::max(totals_.max_round_trip_ns, path.round_trip_ns);
  note_least(path);
}

uint32_t PathRecorder::take_departures(Connection& connection, uint32_t events) noexcept {
  if ((events & EPOLLERR) == 0 || !connection.path.has_departures()) return events;
  take_departure(connection);
  return events & ~uint32_t{EPOLLERR};
}

void PathRecorder::take_departure(Connection& connection) noexcept {
  const int64_t realtime_ns = take_send_stamp(connection.socket.get());
  // A segment that was lost leaves once more, and the response may have overtaken the timestamp.
  const Request* const request = connection.request;
  if (request == nullptr || request->sent_ns == kUnstamped || request->first_byte_ns != kUnstamped) {
    return;
  }
  const int64_t departed_ns = clock_.departed_ns(request->sent_ns, realtime_ns, monotonic_now_ns());
  if (departed_ns != kUnstamped) sink_.write_departed(*request, departed_ns);
}

void PathRecorder::note_least(const TcpPath& path) noexcept {
  const int64_t ns = path.least_round_trip_ns;
  if (ns == 0) return;
  const bool is_least = totals_.least_round_trip_ns == 0 || ns < totals_.least_round_trip_ns;
  if (is_least) totals_.least_round_trip_ns = ns;
}

}  // namespace loadcell
