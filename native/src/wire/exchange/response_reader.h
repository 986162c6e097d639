#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "wire/connection/connection.h"
#include "wire/exchange/connection_reuse.h"
#include "wire/exchange/read_backlog.h"
#include "wire/failure.h"
#include "wire/request/event_sink.h"
#include "wire/stamps/arrival_clock.h"
#include "wire/wire_totals.h"

namespace loadcell {

/** The result of one read. */
struct ReadOutcome {
  enum class Kind : uint8_t {
    /** More may be read now. */
    kMore,
    /** Nothing may be read now. */
    kNothing,
    /** The response is complete: see `may_be_reused`. */
    kComplete,
    /** The request failed: see `failure` and `detail`. */
    kFailed,
    /** The server closed a connection that carries no request. */
    kEnded,
    /** The server sent bytes on a connection that expects none. */
    kUnexpected,
  };

  Kind kind;
  /** When the read returned. */
  int64_t now_ns = kUnstamped;
  /** When its last bytes arrived, at most `now_ns`; an end without bytes has the time of the read. */
  int64_t arrived_ns = now_ns;
  bool may_be_reused = false;
  WireFailure failure = WireFailure::kNone;
  uint16_t detail = 0;
};

/**
 * Reads what the server sends: timestamps each read, frames it and writes its rows, or pauses reading while there is no
 * room. Belongs to the wire thread.
 */
class ResponseReader {
 public:
  ResponseReader(EventSink& sink, WireTotals& totals, ArrivalClock& arrivals, ReadBacklog& backlog,
                 ConnectionReuse& reuse);

  /** Reads once. */
  ReadOutcome read(Connection& connection) noexcept;

 private:
  ReadOutcome consume(Connection& connection, std::string_view bytes,
                      const ReadStamp& stamp) noexcept;
  /** Frames what a finishing connection still receives. */
  ReadOutcome consume_rest(Connection& connection, std::string_view bytes,
                           int64_t now_ns) noexcept;
  /** The server closed its side while a response was expected. */
  ReadOutcome end_stream(Connection& connection, int64_t now_ns) noexcept;
  /** Whether no byte follows the response. If one does, the connection cannot be reused. */
  bool has_read_all(const Connection& connection) noexcept;

  EventSink& sink_;
  WireTotals& totals_;
  ArrivalClock& arrivals_;
  ReadBacklog& backlog_;
  ConnectionReuse& reuse_;
  std::vector<char> buffer_;
  /** Whether any response has arrived, which shows that the server speaks HTTP. */
  bool has_spoken_ = false;
};

}  // namespace loadcell
