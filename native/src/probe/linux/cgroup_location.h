#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

namespace loadcell {

/** The cgroup that accounts for the memory of a process. */
struct CgroupLocation {
  /** 1 or 2; on a hybrid mount that of the memory controller. */
  int version;
  std::string folder;
  /** Where the hierarchy is mounted; limits of all groups from there on apply. */
  std::string mount_point;
};

/** Nothing when there is no memory controller, or its folder cannot be seen from here. Any thread. */
std::optional<CgroupLocation> locate_cgroup(const std::string& proc_root, pid_t pid);

}  // namespace loadcell
