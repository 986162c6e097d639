#pragma once

#include <cstdint>

namespace loadcell {

/** When the bytes of a read arrived. Timestamps are CLOCK_MONOTONIC nanoseconds. */
struct ReadStamp {
  /** Arrival of the last segment, by the kernel; where it gives none, when the read returned. */
  int64_t arrived_ns;
  /** When the read returned. */
  int64_t read_ns;
  /** All bytes of the read arrived after this time: the arrival of those before them, or the send of the request. */
  int64_t after_ns;
  bool is_by_kernel;
  /** The bytes waited at most this long for the thread; `INT64_MAX` where that is not known. */
  int64_t longest_wait_ns = 0;
};

}  // namespace loadcell
