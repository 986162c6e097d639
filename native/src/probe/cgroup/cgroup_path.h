#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loadcell {

/** The way from where a hierarchy is mounted down to a group. */
struct CgroupDescent {
  /** Folders whose names cannot be known: those between the mount and the root of a cgroup namespace. */
  size_t unknown;
  /** What comes below them, each with a leading slash; empty for none. */
  std::string rest;
};

/**
 * How a group is reached from a mount. The kernel writes both paths as seen from the cgroup namespace of who reads
 * them: what is above its root begins with `/..`.
 * @param mount_root what the mount shows, as in mountinfo
 * @param group as in /proc/PID/cgroup
 * @return nothing where the group is not below what is mounted
 */
std::optional<CgroupDescent> descend(std::string_view mount_root, std::string_view group);

}  // namespace loadcell
