#pragma once

#include <cstdint>

namespace loadcell {

/**
 * Keeps a thread within its share of a core: lengthens its period in whole multiples of the requested period, and shortens
 * it again when there is room. Used by the thread that it limits.
 */
class RateBudget {
 public:
  /** @param share of one core, such as 0.1; infinite for no budget */
  RateBudget(double share, int64_t requested_period_ns, int64_t now_ns, int64_t cpu_ns) noexcept;

  /** Whether it is time to check the CPU clock, which costs more than a tick may. */
  bool is_due(int64_t now_ns) const noexcept { return now_ns >= next_look_ns_; }

  /** Checks the CPU time used so far. True when the period has changed. */
  bool look(int64_t now_ns, int64_t cpu_ns) noexcept;

  int64_t period_ns() const noexcept { return requested_period_ns_ * factor_; }
  int64_t longest_period_ns() const noexcept { return requested_period_ns_ * largest_factor_; }
  /** How often the rate was lowered. */
  uint64_t reductions() const noexcept { return reductions_; }
  /** Maximum CPU time per tick when the rate was lowered; 0 when it never was. */
  int64_t costliest_tick_ns() const noexcept { return costliest_tick_ns_; }
  /** Time with a period longer than requested, up to the last check. */
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
