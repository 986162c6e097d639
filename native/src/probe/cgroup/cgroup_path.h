#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loadcell {

/** The path from the mount of a hierarchy down to a cgroup. */
struct CgroupDescent {
  /** Number of folders with unknown names: those between the mount and the root of a cgroup namespace. */
  size_t unknown;
  /** The names below them, each with a leading slash; may be empty. */
  std::string rest;
};

/**
 * Finds how to reach a cgroup from a mount. The kernel writes both paths relative to the reader's cgroup namespace; paths
 * above its root begin with `/..`.
 * @param mount_root what the mount shows, as in mountinfo
 * @param group as in /proc/PID/cgroup
 * @return nothing when the cgroup is not below the mount
 */
std::optional<CgroupDescent> descend(std::string_view mount_root, std::string_view group);

}  // namespace loadcell
