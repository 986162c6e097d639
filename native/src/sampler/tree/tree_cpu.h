#pragma once

#include <optional>
#include <vector>

#include "probe/linux/process/process_probes.h"
#include "sampler/tree/process_table.h"

namespace loadcell {

/**
 * CPU time of a whole tree since sampling began, with that of processes too short to be sampled: the kernel adds the time of
 * a child to that of the parent that waits for it. Used by the survey's thread.
 */
class TreeCpu {
 public:
  /** @param adopter waits for what lost its parent, and is not of the tree; 0 for none */
  TreeCpu(const std::string& proc_root, pid_t adopter, const ProcessTable& table);

  /** Takes in what the kernel says of the children of a process. */
  void see(TrackedProcess& process, double reaped_ns) noexcept;

  /** Credits processes that have ended to their parents. @param ended parents before their children */
  void bury(const std::vector<TrackedProcess*>& ended) noexcept;

  /** Nanoseconds; never less than before. NaN while no clock was read. */
  double total_ns() noexcept;

 private:
  /** What a process used by itself, and by those of its children that have ended. */
  static double own_ns(const TrackedProcess& process) noexcept;
  static double with_children_ns(const TrackedProcess& process) noexcept;

  const ProcessTable& table_;
  std::optional<ProcessCpuProbe> adopter_;
  double adopter_first_ns_ = kNotMeasured;
  /** Of ended processes whose parent is not sampled. */
  double orphans_ns_ = 0;
  double total_ns_ = kNotMeasured;
};

}  // namespace loadcell
