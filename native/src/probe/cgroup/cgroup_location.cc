#include "probe/cgroup/cgroup_location.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "probe/cgroup/cgroup_mounts.h"
#include "probe/cgroup/cgroup_path.h"
#include "probe/linux/folder_entries.h"

namespace loadcell {
namespace {

enum class Listed { kYes, kNo, kUnknown };

/** Whether a cgroup lists a process. Unknown for threaded cgroups and unreadable ones. */
Listed lists_process(const std::string& folder, pid_t pid) {
  std::ifstream list(folder + "/cgroup.procs");
  if (!list.is_open()) return Listed::kUnknown;
  bool has_any = false;
  for (pid_t listed = 0; list >> listed;) {
    if (listed == pid) return Listed::kYes;
    has_any = true;
  }
  return list.bad() && !has_any ? Listed::kUnknown : Listed::kNo;
}

bool is_folder(const std::string& path) {
  std::error_code failure;
  return std::filesystem::symlink_status(path, failure).type() ==
         std::filesystem::file_type::directory;
}

/** The folder of the cgroup below a mount; when names on the path are unknown, the one that lists the process. */
std::optional<std::string> find_folder(const std::string& from, const CgroupDescent& way,
                                       pid_t pid) {
  if (way.unknown == 0) {
    std::string folder = from + way.rest;
    if (!is_folder(folder) || lists_process(folder, pid) == Listed::kNo) return std::nullopt;
    return folder;
  }
  for (const std::filesystem::path& entry : folder_entries(from)) {
    if (!is_folder(entry.string())) continue;
    if (way.unknown > 1) {
      const auto found = find_folder(entry.string(), {way.unknown - 1, way.rest}, pid);
      if (found) return found;
      continue;
    }
    std::string folder = entry.string() + way.rest;
    if (is_folder(folder) && lists_process(folder, pid) == Listed::kYes) return folder;
  }
  return std::nullopt;
}

/** The nearest cgroup, at or above `folder`, that accounts for memory; children may lack the controller. */
std::optional<std::string> find_accounting(int version, std::string folder,
                                           const std::string& mount_point) {
  const char* const usage = version == 1 ? "/memory.usage_in_bytes" : "/memory.current";
  while (folder.size() >= mount_point.size()) {
    std::error_code failure;
    if (std::filesystem::exists(folder + usage, failure)) return folder;
    if (folder.size() == mount_point.size()) break;
    folder.resize(folder.rfind('/'));
  }
  return std::nullopt;
}

std::string read_text(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

CgroupSearch locate_cgroup(const std::string& proc_root, pid_t pid) {
  const auto membership =
      find_membership(read_text(proc_root + "/" + std::to_string(pid) + "/cgroup"));
  if (!membership) return {std::nullopt, "is in no cgroup with the memory controller"};
  const auto mounts = list_cgroup_mounts(proc_root, membership->version);
  if (mounts.empty()) {
    return {std::nullopt, "has a cgroup, but the file system of its memory controller (version " +
                              std::to_string(membership->version) + ") is not mounted here"};
  }
  for (const CgroupMount& mount : mounts) {
    const auto way = descend(mount.root, membership->path);
    if (!way) continue;
    const auto folder = find_folder(mount.point, *way, pid);
    if (!folder) continue;
    const auto accounting = find_accounting(membership->version, *folder, mount.point);
    if (accounting) return {CgroupLocation{membership->version, *accounting, mount.point}, ""};
    return {std::nullopt, *folder == mount.point
                              ? "is in the root cgroup, which does not account for memory"
                              : "is in a cgroup without the memory controller"};
  }
  return {std::nullopt, "is in the cgroup " + membership->path + ", which is not mounted here"};
}

}  // namespace loadcell
