#pragma once

#include <cstdint>

namespace loadcell {

/** The wire's account of itself. Counts since the start; stamps that never happened are 0 (`kUnstamped`). */
struct WireTotals {
  /** When the connections that were asked for stood, or had failed: the clock runs from here. */
  int64_t opened_at_ns = 0;
  uint64_t staged = 0;
  uint64_t sent = 0;
  // Staged requests that have ended, by how.
  uint64_t completed = 0;
  uint64_t failed = 0;
  uint64_t cancelled = 0;
  uint64_t dropped = 0;
  /** Sent more than a millisecond after their intended time. */
  uint64_t late_sends = 0;
  int64_t max_send_delay_ns = 0;
  /** Connections that are open now, idle ones included. */
  uint64_t open_connections = 0;
  uint64_t opened_before = 0;
  uint64_t opened_during = 0;
  /** Those of `opened_during` that replace connections which the server ended or left unfinished after a response. */
  uint64_t fresh_connections = 0;
  /** Requests sent once more, on a fresh connection. */
  uint64_t resends = 0;
  /** ConnectionLimit that made scheduled requests wait first, and the requests in flight at that moment. */
  uint64_t limit_cause = 0;
  uint64_t limited_at_connections = 0;
  /** Requests that waited for it, and the longest wait. */
  uint64_t limited_requests = 0;
  int64_t longest_limited_ns = 0;
  /** Attempts that failed. */
  uint64_t failed_connections = 0;
  /** WireFailure and detail of the last of them. */
  uint64_t last_connect_failure = 0;
  uint64_t last_connect_detail = 0;
  /** Times that reading from a connection was held back because ring or arena were full, and for how long in all. */
  uint64_t read_pauses = 0;
  int64_t paused_ns = 0;
  /** Rows left out because the ring was full; what they tell is in last rows too. */
  uint64_t dropped_rows = 0;
  /** Last rows that wait for room on the ring. */
  uint64_t waiting_rows = 0;
  uint64_t sent_bytes = 0;
  uint64_t received_bytes = 0;
};

}  // namespace loadcell
