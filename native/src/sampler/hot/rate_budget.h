#pragma once

#include <cstdint>

namespace loadcell {

/**
 * Keeps a thread within its share of a core by making its period longer, in whole multiples of the period asked for,
 * and shorter again when there is room. Used by the thread that it is about.
 */
class RateBudget {
 public:
  /** @param share of a core, 0.1 is a tenth; infinite for no budget. */
  RateBudget(double share, int64_t requested_period_ns, int64_t now_ns, int64_t cpu_ns) noexcept;

  /** Whether it is time to look at the CPU clock: that look costs more than a tick may. */
  bool is_due(int64_t now_ns) const noexcept { return now_ns >= next_look_ns_; }

  /** Looks at the CPU time used so far. True when the period has changed. */
  bool look(int64_t now_ns, int64_t cpu_ns) noexcept;

  int64_t period_ns() const noexcept { return requested_period_ns_ * factor_; }
  int64_t longest_period_ns() const noexcept { return requested_period_ns_ * largest_factor_; }
  /** How often the rate was lowered. */
  uint64_t reductions() const noexcept { return reductions_; }
  /** CPU time per tick when the rate was lowered, the largest of those; 0 when it never was. */
  int64_t costliest_tick_ns() const noexcept { return costliest_tick_ns_; }
  /** Time with a period longer than the one asked for, up to the last look. */
  int64_t slowed_ns() const noexcept { return slowed_ns_; }

 private:
  double share_;
  int64_t requested_period_ns_;
  int64_t factor_ = 1;
  int64_t largest_factor_ = 1;
  uint64_t reductions_ = 0;
  int64_t costliest_tick_ns_ = 0;
  int64_t slowed_ns_ = 0;
  int calm_looks_ = 0;
  int64_t looked_at_ns_;
  int64_t looked_cpu_ns_;
  int64_t next_look_ns_;
};

}  // namespace loadcell
