#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

namespace loadcell {

/** The cgroup that accounts for the memory of a process. */
struct CgroupLocation {
  /** 1 or 2; on a hybrid mount that of the memory controller. */
  int version;
  /** The group of the process, or the nearest above it that has the memory controller. */
  std::string folder;
  /** Where the hierarchy is mounted: groups from there on are seen. */
  std::string mount_point;
};

/** Where the group is, or why it cannot be found. */
struct CgroupSearch {
  std::optional<CgroupLocation> location;
  /** The end of a sentence that begins with the process; empty where it was found. */
  std::string reason;
};

/**
 * Finds the group of a process, in any cgroup namespace. A group whose folder does not list the process is not taken for
 * its own. Any thread.
 */
CgroupSearch locate_cgroup(const std::string& proc_root, pid_t pid);

}  // namespace loadcell
