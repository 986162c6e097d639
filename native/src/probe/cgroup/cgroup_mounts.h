#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loadcell {

/** A mount of a cgroup hierarchy: one line of /proc/self/mountinfo. */
struct CgroupMount {
  /** The part of the hierarchy that it shows. */
  std::string root;
  std::string point;
};

/** The cgroup of a process in the hierarchy with the memory controller. */
struct CgroupMembership {
  /** 1 or 2. */
  int version;
  std::string path;
};

/**
 * Finds the line of the memory controller in the text of /proc/PID/cgroup. Version 1 takes precedence: on a hybrid system,
 * version 2 has no memory controller.
 */
std::optional<CgroupMembership> find_membership(std::string_view text);

/** The visible mounts of version 2, or those of version 1 with the memory controller. */
std::vector<CgroupMount> list_cgroup_mounts(const std::string& proc_root, int version);

}  // namespace loadcell
