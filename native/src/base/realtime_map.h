#pragma once

#include <cstdint>

#include "base/clock.h"

namespace loadcell {

/**
 * Maps CLOCK_REALTIME, in which the kernel timestamps segments, to CLOCK_MONOTONIC. Both clocks are slewed alike, so they
 * differ by a constant, except when the wall clock is stepped: then a timestamp of before may have been mapped with the
 * difference of after. Belongs to one thread.
 */
class RealtimeMap {
 public:
  /**
   * Checks the difference of the clocks, and reads it again where it has changed. False: it is not known now.
   * @param now_ns CLOCK_MONOTONIC, just read
   */
  bool refresh(int64_t now_ns) noexcept {
    // A reading between which the thread lost its CPU looks like a step until it is repeated.
    if (has_offset_ && !is_step(clock_ns(CLOCK_REALTIME) - now_ns)) return true;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      const int64_t before_ns = monotonic_now_ns();
      const int64_t realtime_ns = clock_ns(CLOCK_REALTIME);
      const int64_t after_ns = monotonic_now_ns();
      // The thread may have lost its CPU in between.
      if (after_ns - before_ns > kMaxGapNs) continue;
      note(realtime_ns - (before_ns + (after_ns - before_ns) / 2), after_ns);
      return true;
    }
    return false;
  }

  /** The difference of the clocks, as read at `at_ns` of CLOCK_MONOTONIC. */
  void note(int64_t offset_ns, int64_t at_ns) noexcept {
    if (has_offset_ && is_step(offset_ns)) {
      ++steps_;
      stepped_before_ns_ = at_ns;
    }
    offset_ns_ = offset_ns;
    has_offset_ = true;
  }

  /** CLOCK_MONOTONIC of a CLOCK_REALTIME timestamp. */
  int64_t to_monotonic(int64_t realtime_ns) const noexcept { return realtime_ns - offset_ns_; }

  /** Whether a timestamp taken since `from_ns` is mapped for certain: there is an offset, and no step since. */
  bool is_certain_since(int64_t from_ns) const noexcept {
    return has_offset_ && from_ns > stepped_before_ns_;
  }

  /** Steps of the wall clock seen so far. */
  uint64_t steps() const noexcept { return steps_; }

 private:
  static constexpr int64_t kMaxGapNs = 1'000;
  static constexpr int kAttempts = 4;
  /** Readings of a constant difference vary by less. */
  static constexpr int64_t kMaxNoiseNs = 1'500;

  bool is_step(int64_t offset_ns) const noexcept {
    const int64_t change_ns = offset_ns - offset_ns_;
    return change_ns > kMaxNoiseNs || change_ns < -kMaxNoiseNs;
  }

  int64_t offset_ns_ = 0;
  /** The last step happened before this time. */
  int64_t stepped_before_ns_ = -1;
  uint64_t steps_ = 0;
  bool has_offset_ = false;
};

}  // namespace loadcell
