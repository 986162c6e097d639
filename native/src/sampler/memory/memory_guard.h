#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <span>

#include "sampler/memory/memory_scale.h"
#include "sampler/tree/tracked_process.h"

namespace loadcell {

/** Level that the guarded memory has reached; it never decreases. */
enum class GuardLevel : uint32_t { kBelow = 0, kSoft = 1, kHard = 2 };

/** Limits for the memory of all sampled processes together; infinite for none. */
struct GuardLimits {
  double soft_bytes = std::numeric_limits<double>::infinity();
  double hard_bytes = std::numeric_limits<double>::infinity();
  /** Signal for every sampled process except this one at the hard limit, 0 for none. Only for processes started by Loadcell. */
  int stop_signal = 0;

  bool are_set() const noexcept {
    constexpr double kNone = std::numeric_limits<double>::infinity();
    return soft_bytes < kNone || hard_bytes < kNone;
  }
};

/** Which memory value was compared with the limit. */
enum class GuardBasis : uint32_t {
  /** RSS, swap and huge pages of the largest process alone; of all processes when there is no {@link Weight}. */
  kResident = 0,
  /** Shared pages count once: see {@link Weight}. */
  kProportional = 1,
};

/** When a limit was first crossed, with how many bytes, and by which value. */
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

/** Upper and lower bound of the memory of a tree at one tick: how much of it is shared is unknown. */
struct GuardedMemory {
  /** Sum over processes, in which shared pages count in each. */
  double most_bytes = 0;
  /** Memory of the largest process. */
  double least_bytes = 0;
};

/**
 * Acts on the sampling thread in the tick that crosses a limit, even while JavaScript is blocked. When only the sum over
 * processes is above a limit, the proportional size decides. Used by that thread; any thread may read the flag.
 */
class MemoryGuard {
 public:
  /** `flag` is in memory shared with JavaScript. Without a `scale` (null) the sum decides. */
  MemoryGuard(const GuardLimits& limits, std::atomic<uint32_t>& flag, MemoryScale* scale) noexcept
      : limits_(limits), flag_(flag), scale_(scale) {}

  void check(double at_ns, const GuardedMemory& memory,
             std::span<TrackedProcess* const> processes) noexcept;

  const GuardTotals& totals() const noexcept { return totals_; }

 private:
  /** Whether a limit is crossed now. Requests a reading of the proportional size if that is needed to decide. */
  bool crosses(double limit_bytes, double at_ns, const GuardedMemory& memory,
               GuardCrossing& crossing) noexcept;
  /** Signals the process and the group that it leads, never this process. False: neither was reached. */
  bool stop(const ProcessHandle& process) const noexcept;
  void raise_to(GuardLevel level) noexcept;

  const GuardLimits limits_;
  std::atomic<uint32_t>& flag_;
  MemoryScale* const scale_;
  /** Since when the sum has been above a limit; earlier readings do not count. NaN while it is below. */
  double doubtful_since_ns_ = kNotMeasured;
  GuardTotals totals_;
};

}  // namespace loadcell
