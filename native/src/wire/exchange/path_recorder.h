#pragma once

#include <cstdint>

#include "base/log_histogram.h"
#include "wire/connection/connection.h"
#include "wire/request/event_sink.h"
#include "wire/stamps/departure_clock.h"
#include "wire/wire_totals.h"

namespace loadcell {

/** Records what the kernel knows of the paths to the server, by request and in the totals. Belongs to the wire thread. */
class PathRecorder {
 public:
  PathRecorder(EventSink& sink, WireTotals& totals, LogHistogram& round_trip)
      : sink_(sink), totals_(totals), round_trip_(round_trip) {}

  /** The connection has just been opened. */
  void open(Connection& connection, int64_t now_ns) noexcept;

  /** The request of the connection is about to be sent, for the first time or again. */
  void begin(Connection& connection, int64_t now_ns) noexcept;

  /** The request of the connection, if it carries one, is over; its last row has not been written. */
  void end(Connection& connection, int64_t now_ns) noexcept;

  /**
   * Takes the timestamps of departures that the kernel holds, which it announces as an error, and writes a row of the last.
   * Returns the events without that error: a connection with a real one has also ended.
   */
  uint32_t take_departures(Connection& connection, uint32_t events) noexcept;

 private:
  void take_departure(Connection& connection) noexcept;
  void note_least(const TcpPath& path) noexcept;

  EventSink& sink_;
  WireTotals& totals_;
  LogHistogram& round_trip_;
  DepartureClock clock_;
};

}  // namespace loadcell
