#pragma once

#include <cstdint>

namespace loadcell {

/** Totals of the wire since its start; timestamps that never happened are 0 (`kUnstamped`). */
struct WireTotals {
  /** When the requested connections were open or had failed: the clock starts here. */
  int64_t opened_at_ns = 0;
  uint64_t staged = 0;
  uint64_t sent = 0;
  // Staged requests that have ended, by outcome.
  uint64_t completed = 0;
  uint64_t failed = 0;
  uint64_t cancelled = 0;
  uint64_t dropped = 0;
  /** Requests sent more than 1 ms after their scheduled start. */
  uint64_t late_sends = 0;
  int64_t max_send_delay_ns = 0;
  /** Connections open now, including idle ones. */
  uint64_t open_connections = 0;
  uint64_t opened_before = 0;
  uint64_t opened_during = 0;
  /** Connections in `opened_during` that replace ones that the server closed or left unfinished after a response. */
  uint64_t fresh_connections = 0;
  /** Source addresses that connections were opened from. */
  uint64_t source_addresses = 0;
  /** Requests sent again on a new connection. */
  uint64_t resends = 0;
  /** The ConnectionLimit that first made scheduled requests wait, and the requests in flight then. */
  uint64_t limit_cause = 0;
  uint64_t limited_at_connections = 0;
  /** Requests that waited because of it, and the longest wait. */
  uint64_t limited_requests = 0;
  int64_t longest_limited_ns = 0;
  /** Failed attempts to connect. */
  uint64_t failed_connections = 0;
  /** WireFailure and detail of the last failed attempt. */
  uint64_t last_connect_failure = 0;
  uint64_t last_connect_detail = 0;
  /** How often reading from a connection was paused because ring or arena were full, and the total pause. */
  uint64_t read_pauses = 0;
  int64_t paused_ns = 0;
  /** `sent` rows dropped because the ring was full; the last row of the request has the same data. */
  uint64_t dropped_rows = 0;
  /** Last rows waiting for room on the ring. */
  uint64_t waiting_rows = 0;
  /** Reads with the kernel's timestamp, reads with the thread's, and timestamps of the kernel that cannot be true. */
  uint64_t kernel_stamped_reads = 0;
  uint64_t thread_stamped_reads = 0;
  uint64_t rejected_stamps = 0;
  int64_t max_read_lateness_ns = 0;
  /** Steps of the wall clock, in which the kernel timestamps. */
  uint64_t clock_steps = 0;
  /** Shortest round trip of all connections, and the longest smoothed one after a request; 0 where unknown. */
  int64_t least_round_trip_ns = 0;
  int64_t max_round_trip_ns = 0;
  /** Segments sent again, and received before an earlier one, as read at the end of requests. */
  uint64_t retransmits = 0;
  uint64_t out_of_order = 0;
  uint64_t sent_bytes = 0;
  uint64_t received_bytes = 0;
};

}  // namespace loadcell
