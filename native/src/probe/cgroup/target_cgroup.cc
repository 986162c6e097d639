#include "probe/cgroup/target_cgroup.h"

#include <utility>

#include "probe/linux/process/process_stat.h"

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
  // The kernel shows ended processes in the root cgroup until their parents reap them.
  if (!is_alive()) return;
  known_membership_ = std::move(membership);
  const std::string before = levels_.empty() ? "" : levels_.front().folder();
  const std::vector<CgroupLevel> left = std::exchange(levels_, {});
  locate();
  const std::string now = levels_.empty() ? "" : levels_.front().folder();
  // The change may concern another controller only.
  if (now != before) ++moves_;
}

bool TargetCgroup::is_alive() const {
  const std::string text = TextFile(proc_root_ + "/" + std::to_string(pid_) + "/stat").read_whole();
  const auto stat = parse_process_stat(text);
  return stat && !stat->is_exiting && stat->state != 'Z' && stat->state != 'X';
}

void TargetCgroup::locate() {
  CgroupSearch search = locate_cgroup(proc_root_, pid_);
  reason_ = std::move(search.reason);
  if (search.location) levels_ = open_cgroup_levels(*search.location);
}

}  // namespace loadcell
