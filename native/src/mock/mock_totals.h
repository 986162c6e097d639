#pragma once

#include <cstdint>

namespace loadcell {

/** The mock server's account of itself; counts since the start. */
struct MockTotals {
  uint64_t accepted_connections = 0;
  uint64_t open_connections = 0;
  /** For text; the others (health, models, tokens) are not counted. */
  uint64_t requests = 0;
  // Those of them that have ended, by how.
  uint64_t answered = 0;
  /** On purpose. */
  uint64_t faulted = 0;
  /** The client went away, or sent what is no request. */
  uint64_t abandoned = 0;
  uint64_t rejected = 0;
  /** Those that wait for a slot now, and the most that ever did. */
  uint64_t waiting = 0;
  uint64_t most_waiting = 0;
  /** Events of tokens sent; a whole answer is one. */
  uint64_t events = 0;
  int64_t max_lateness_ns = 0;
  /** Sends that found the client's buffer full: from there on its stamps are not true. */
  uint64_t stalled_sends = 0;
  uint64_t dropped_stamps = 0;
};

}  // namespace loadcell
