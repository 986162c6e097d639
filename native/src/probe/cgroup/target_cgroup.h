#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "probe/cgroup/cgroup_level.h"
#include "probe/linux/text_file.h"

namespace loadcell {

/**
 * The group that a process is in, also after it was moved to another. Its file of groups stays open, so that a pid that
 * is used again is never met. Used by one thread.
 */
class TargetCgroup {
 public:
  TargetCgroup(const std::string& proc_root, pid_t pid);

  /** Looks whether the process was moved, and finds its group if so. One that has ended stays where it was. */
  void refresh();

  /** Empty where the group cannot be found. */
  const std::vector<CgroupLevel>& levels() const noexcept { return levels_; }

  /** Why the group cannot be found; empty where it was. */
  const std::string& reason() const noexcept { return reason_; }

  /** How often the process was seen in another group than before. */
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
