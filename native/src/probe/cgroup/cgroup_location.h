#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

namespace loadcell {

/** The cgroup that accounts for the memory of a process. */
struct CgroupLocation {
  /** 1 or 2; on a hybrid mount, the version of the memory controller. */
  int version;
  /** The cgroup of the process, or the nearest one above it with the memory controller. */
  std::string folder;
  /** Where the hierarchy is mounted: cgroups from there on are visible. */
  std::string mount_point;
};

/** Where the cgroup is, or why it was not found. */
struct CgroupSearch {
  std::optional<CgroupLocation> location;
  /** The end of a sentence that begins with the process; empty when it was found. */
  std::string reason;
};

/**
 * Finds the cgroup of a process in any cgroup namespace. A folder that does not list the process is rejected. Any thread.
 */
CgroupSearch locate_cgroup(const std::string& proc_root, pid_t pid);

}  // namespace loadcell
