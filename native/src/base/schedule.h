#pragma once

#include <cstdint>

namespace loadcell {

/** Deadlines one period apart. A deadline that has passed is skipped and counted, never made up for in a burst. */
class Schedule {
 public:
  Schedule(int64_t first_ns, int64_t period_ns) noexcept
      : deadline_ns_(first_ns), period_ns_(period_ns) {}

  int64_t deadline_ns() const noexcept { return deadline_ns_; }
  int64_t period_ns() const noexcept { return period_ns_; }

  /** Moves to the first deadline after `now_ns` and returns how many deadlines were skipped. */
  int64_t advance(int64_t now_ns) noexcept {
    deadline_ns_ += period_ns_;
    if (deadline_ns_ > now_ns) return 0;
    const int64_t skipped = (now_ns - deadline_ns_) / period_ns_ + 1;
    deadline_ns_ += skipped * period_ns_;
    return skipped;
  }

  /** Changes the interval between deadlines, from the one after the current deadline on. */
  void set_period_ns(int64_t period_ns) noexcept { period_ns_ = period_ns; }

 private:
  int64_t deadline_ns_;
  int64_t period_ns_;
};

}  // namespace loadcell
