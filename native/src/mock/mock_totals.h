#pragma once

#include <cstdint>

namespace loadcell {

/** Totals of the mock server since its start. */
struct MockTotals {
  uint64_t accepted_connections = 0;
  uint64_t open_connections = 0;
  /** Requests for text; health, models and tokens are not counted. */
  uint64_t requests = 0;
  // Requests that have ended, by outcome.
  uint64_t answered = 0;
  /** Failed on purpose. */
  uint64_t faulted = 0;
  /** The client disconnected before the response was complete. */
  uint64_t abandoned = 0;
  /** Not a request, or not one for this server. */
  uint64_t rejected = 0;
  /** Requests that wait for a slot now, and the maximum. */
  uint64_t waiting = 0;
  uint64_t most_waiting = 0;
  /** Token events sent; a response that does not stream is one. */
  uint64_t events = 0;
  int64_t max_lateness_ns = 0;
  /** Sends that found the client's buffer full: from there on its timestamps are invalid. */
  uint64_t stalled_sends = 0;
  uint64_t dropped_stamps = 0;
};

}  // namespace loadcell
