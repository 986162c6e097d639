#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "probe/cgroup/cgroup_level.h"
#include "probe/linux/text_file.h"

namespace loadcell {

/**
 * The current cgroup of a process, followed when the process is moved. Its membership file stays open, so that a reused PID
 * is never followed. Used by one thread.
 */
class TargetCgroup {
 public:
  TargetCgroup(const std::string& proc_root, pid_t pid);

  /** Checks whether the process was moved and finds its new cgroup if so. An ended process keeps its cgroup. */
  void refresh();

  /** Empty when the cgroup was not found. */
  const std::vector<CgroupLevel>& levels() const noexcept { return levels_; }

  /** Why the cgroup was not found; empty when it was. */
  const std::string& reason() const noexcept { return reason_; }

  /** How often the process was found in a different cgroup than before. */
  uint32_t moves() const noexcept { return moves_; }

 private:
  void locate();
  bool is_alive() const;

  const std::string proc_root_;
  const pid_t pid_;
  TextFile membership_;
  std::string known_membership_;
  std::vector<CgroupLevel> levels_;
  std::string reason_;
  uint32_t moves_ = 0;
};

}  // namespace loadcell
