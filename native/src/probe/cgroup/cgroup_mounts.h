#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loadcell {

/** A mount of a hierarchy of groups: a line of /proc/self/mountinfo. */
struct CgroupMount {
  /** What of the hierarchy it shows. */
  std::string root;
  std::string point;
};

/** The group that a process is in, in the hierarchy that has the memory controller. */
struct CgroupMembership {
  /** 1 or 2. */
  int version;
  std::string path;
};

/**
 * Finds the line of the memory controller in a text of /proc/PID/cgroup. That of version 1 comes first, since version 2 is
 * there without it on a hybrid.
 */
std::optional<CgroupMembership> find_membership(std::string_view text);

/** The mounts of version 2, or those of version 1 with the memory controller, as this process sees them. */
std::vector<CgroupMount> list_cgroup_mounts(const std::string& proc_root, int version);

}  // namespace loadcell
