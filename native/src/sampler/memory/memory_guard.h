#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <span>

#include "sampler/memory/memory_scale.h"
#include "sampler/tree/tracked_process.h"

namespace loadcell {

/** How far the guarded memory has gone. Stays at the highest that was reached. */
enum class GuardLevel : uint32_t { kBelow = 0, kSoft = 1, kHard = 2 };

/** Limits of the memory of all sampled processes together; infinite for none. */
struct GuardLimits {
  double soft_bytes = std::numeric_limits<double>::infinity();
  double hard_bytes = std::numeric_limits<double>::infinity();
  /** Signal sent to every sampled process but this very one at the hard limit, 0 for none: only for processes that we manage. */
  int stop_signal = 0;

  bool are_set() const noexcept {
    constexpr double kNone = std::numeric_limits<double>::infinity();
    return soft_bytes < kNone || hard_bytes < kNone;
  }
};

/** Which figure of memory was judged. */
enum class GuardBasis : uint32_t {
  /** Resident size with swap and huge pages, of the largest process alone; where there is no {@link Weight}, of all. */
  kResident = 0,
  /** Shared pages once: see {@link Weight}. */
  kProportional = 1,
};

/** When a limit was crossed first, with how much, and by which figure. */
struct GuardCrossing {
  double at_ns = kNotMeasured;
  double bytes = kNotMeasured;
  GuardBasis basis = GuardBasis::kResident;
};

struct GuardTotals {
  GuardCrossing soft;
  GuardCrossing hard;
  /** Processes that were sent the signal. */
  uint64_t signalled = 0;
};

/** Memory of a tree at one tick, from above and from below: how much of it is shared is not known. */
struct GuardedMemory {
  /** Sum over processes: shared pages count in each. */
  double most_bytes = 0;
  /** Of the largest process. */
  double least_bytes = 0;
};

/**
 * Acts on the sampling thread, in the tick in which a limit is crossed, whatever JavaScript does. Where only the sum over
 * processes is above a limit, the memory is weighed first. Used by that thread; the flag is read by any.
 */
class MemoryGuard {
 public:
  /** `flag` lies in memory that JavaScript sees. `scale` may be null: the sum is judged then. */
  MemoryGuard(const GuardLimits& limits, std::atomic<uint32_t>& flag, MemoryScale* scale) noexcept
      : limits_(limits), flag_(flag), scale_(scale) {}

  void check(double at_ns, const GuardedMemory& memory,
             std::span<TrackedProcess* const> processes) noexcept;

  const GuardTotals& totals() const noexcept { return totals_; }

 private:
  /** Whether a limit is crossed now. A reading that is needed for that is requested. */
  bool crosses(double limit_bytes, double at_ns, const GuardedMemory& memory,
               GuardCrossing& crossing) noexcept;
  /** Signals the process, and the group that it leads; never this very process. False: none was reached. */
  bool stop(const ProcessHandle& process) const noexcept;
  void raise_to(GuardLevel level) noexcept;

  const GuardLimits limits_;
  std::atomic<uint32_t>& flag_;
  MemoryScale* const scale_;
  /** Readings up to this time say nothing: the sum was below every limit then. */
  double doubtful_since_ns_ = kNotMeasured;
  GuardTotals totals_;
};

}  // namespace loadcell
