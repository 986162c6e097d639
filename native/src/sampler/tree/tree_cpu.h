#pragma once

#include <optional>
#include <vector>

#include "probe/linux/process/process_probes.h"
#include "sampler/tree/process_table.h"

namespace loadcell {

/**
 * CPU time of a tree since sampling began, including processes too short to be sampled: the kernel adds the time of a child
 * to the parent that reaps it. Used by the survey's thread.
 */
class TreeCpu {
 public:
  /** @param adopter process that reaps orphans of the tree and does not belong to it; 0 for none */
  TreeCpu(const std::string& proc_root, pid_t adopter, const ProcessTable& table);

  /** Adds the kernel's sum over the reaped children of a process. */
  void see(TrackedProcess& process, double reaped_ns) noexcept;

  /** Credits processes that have ended to their parents. @param ended parents before their children */
  void bury(const std::vector<TrackedProcess*>& ended) noexcept;

  /** Nanoseconds; never less than before. NaN while no clock was read. */
  double total_ns() noexcept;

 private:
  /** CPU time of a process itself, and with its ended children. */
  static double own_ns(const TrackedProcess& process) noexcept;
  static double with_children_ns(const TrackedProcess& process) noexcept;

  const ProcessTable& table_;
  std::optional<ProcessCpuProbe> adopter_;
  double adopter_first_ns_ = kNotMeasured;
  /** CPU time of ended processes whose parent is not sampled. */
  double orphans_ns_ = 0;
  double total_ns_ = kNotMeasured;
};

}  // namespace loadcell
