#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <span>

#include "sampler/tracked_process.h"

namespace loadcell {

/** How far the guarded memory has gone. Stays at the highest that was reached. */
enum class GuardLevel : uint32_t { kBelow = 0, kSoft = 1, kHard = 2 };

/** Limits of the resident memory of all sampled processes together; infinite for none. */
struct GuardLimits {
  double soft_bytes = std::numeric_limits<double>::infinity();
  double hard_bytes = std::numeric_limits<double>::infinity();
  /** Signal sent to every sampled process but this very one at the hard limit, 0 for none: only for processes that we manage. */
  int stop_signal = 0;
};

/** When the limits were crossed first, and with how much. */
struct GuardTotals {
  double soft_at_ns = kNotMeasured;
  double soft_bytes = kNotMeasured;
  double hard_at_ns = kNotMeasured;
  double hard_bytes = kNotMeasured;
  /** Processes that were sent the signal. */
  uint64_t signalled = 0;
};

/**
 * Acts on the sampling thread, in the tick in which a limit is crossed, whatever JavaScript does. Used by that thread;
 * the flag is read by any.
 */
class MemoryGuard {
 public:
  /** `flag` lies in memory that JavaScript sees. */
  MemoryGuard(const GuardLimits& limits, std::atomic<uint32_t>& flag) noexcept
      : limits_(limits), flag_(flag) {}

  void check(double at_ns, double total_bytes, std::span<TrackedProcess* const> processes) noexcept;

  const GuardTotals& totals() const noexcept { return totals_; }

 private:
  /** Signals the process, and the group that it leads; never this very process. False: nobody was reached. */
  bool stop(const ProcessHandle& process) const noexcept;
  void raise_to(GuardLevel level) noexcept;

  const GuardLimits limits_;
  std::atomic<uint32_t>& flag_;
  GuardTotals totals_;
};

}  // namespace loadcell
