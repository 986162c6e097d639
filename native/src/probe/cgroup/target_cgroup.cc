#include "probe/cgroup/target_cgroup.h"

#include <utility>

namespace loadcell {

TargetCgroup::TargetCgroup(const std::string& proc_root, pid_t pid)
    : proc_root_(proc_root),
      pid_(pid),
      membership_(proc_root + "/" + std::to_string(pid) + "/cgroup") {
  known_membership_ = membership_.read_whole();
  locate();
}

void TargetCgroup::refresh() {
  std::string membership = membership_.read_whole();
  if (membership.empty() || membership == known_membership_) return;
  known_membership_ = std::move(membership);
  const std::string before = levels_.empty() ? "" : levels_.front().folder();
  const std::vector<CgroupLevel> left = std::exchange(levels_, {});
  locate();
  const std::string now = levels_.empty() ? "" : levels_.front().folder();
  // Only a group of another controller may have changed.
  if (now != before) ++moves_;
}

void TargetCgroup::locate() {
  CgroupSearch search = locate_cgroup(proc_root_, pid_);
  reason_ = std::move(search.reason);
  if (search.location) levels_ = open_cgroup_levels(*search.location);
}

}  // namespace loadcell
