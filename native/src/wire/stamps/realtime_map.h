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
    if (has_offset_ && !is_step(clock_ns(CLOCK_REALTIME) - now_ns, 0)) return true;
    Reading best{.offset_ns = 0, .at_ns = 0, .gap_ns = kMaxGapNs + 1};
    for (int attempt = 0; attempt < kAttempts && best.gap_ns > kShortGapNs; ++attempt) {
      const Reading reading = read();
      if (reading.gap_ns < best.gap_ns) best = reading;
    }
    if (best.gap_ns > kMaxGapNs) return false;
    note(best.offset_ns, best.at_ns, best.gap_ns / 2);
    return true;
  }

  /** The difference of the clocks, as read to within `error_ns` at `at_ns` of CLOCK_MONOTONIC. */
  void note(int64_t offset_ns, int64_t at_ns, int64_t error_ns = 0) noexcept {
    if (has_offset_ && is_step(offset_ns, error_ns)) {
      ++steps_;
      stepped_before_ns_ = at_ns;
    } else if (has_offset_ && error_ns > error_ns_) {
      return;
    }
    offset_ns_ = offset_ns;
    error_ns_ = error_ns;
    has_offset_ = true;
  }

  /** CLOCK_MONOTONIC of a CLOCK_REALTIME timestamp. */
  int64_t to_monotonic(int64_t realtime_ns) const noexcept { return realtime_ns - offset_ns_; }

  /**
   * CLOCK_MONOTONIC of a CLOCK_REALTIME timestamp that was taken from `from_ns` to `now_ns`; 0: it is not known for certain, or
   * cannot be true.
   * @param now_ns just read
   */
  int64_t map_between(int64_t realtime_ns, int64_t from_ns, int64_t now_ns) noexcept {
    if (!refresh(now_ns) || !is_certain_since(from_ns)) return 0;
    const int64_t mapped_ns = to_monotonic(realtime_ns);
    const bool is_possible = mapped_ns >= from_ns - kToleranceNs && mapped_ns <= now_ns + kToleranceNs;
    return is_possible ? mapped_ns : 0;
  }

  /** Whether a timestamp taken since `from_ns` is mapped for certain: there is an offset, and no step since. */
  bool is_certain_since(int64_t from_ns) const noexcept {
    return has_offset_ && from_ns > stepped_before_ns_;
  }

  /** Steps of the wall clock seen so far. */
  uint64_t steps() const noexcept { return steps_; }

 private:
  struct Reading {
    int64_t offset_ns;
    int64_t at_ns;
    /** Between the readings of CLOCK_MONOTONIC before and after that of CLOCK_REALTIME. */
    int64_t gap_ns;
  };

  /** A reading within this time needs no better one. */
  static constexpr int64_t kShortGapNs = 1'000;
  /** The thread lost its CPU in a longer reading, or the clocks are of no use for timestamps. */
  static constexpr int64_t kMaxGapNs = 20'000;
  static constexpr int kAttempts = 8;
  /** A timestamp may seem to be outside its bounds by this much. */
  static constexpr int64_t kToleranceNs = 3'000;
  /** Exact readings of a constant difference vary by less. */
  static constexpr int64_t kMaxNoiseNs = 1'500;

  static Reading read() noexcept {
    const int64_t before_ns = monotonic_now_ns();
    const int64_t realtime_ns = clock_ns(CLOCK_REALTIME);
    const int64_t gap_ns = monotonic_now_ns() - before_ns;
    return {realtime_ns - (before_ns + gap_ns / 2), before_ns + gap_ns, gap_ns};
  }

  bool is_step(int64_t offset_ns, int64_t error_ns) const noexcept {
    const int64_t change_ns = offset_ns - offset_ns_;
    const int64_t most_ns = kMaxNoiseNs + error_ns_ + error_ns;
    return change_ns > most_ns || change_ns < -most_ns;
  }

  int64_t offset_ns_ = 0;
  /** The difference is within this of `offset_ns_`. */
  int64_t error_ns_ = 0;
  /** The last step happened before this time. */
  int64_t stepped_before_ns_ = -1;
  uint64_t steps_ = 0;
  bool has_offset_ = false;
};

}  // namespace loadcell
