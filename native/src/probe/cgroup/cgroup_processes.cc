#include "probe/cgroup/cgroup_processes.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "probe/linux/folder_entries.h"

namespace loadcell {

void list_cgroup_processes(const std::string& folder, std::vector<pid_t>& pids) {
  std::ifstream list(folder + "/cgroup.procs");
  for (pid_t pid = 0; list >> pid;) {
    // 0 is a process that is not visible in this PID namespace.
    if (pid > 0) pids.push_back(pid);
  }
  for (const std::filesystem::path& entry : folder_entries(folder)) {
    // Cgroups may appear and disappear during the walk; unreadable ones are skipped.
    std::error_code gone;
    if (std::filesystem::symlink_status(entry, gone).type() ==
        std::filesystem::file_type::directory) {
      list_cgroup_processes(entry.string(), pids);
    }
  }
}

}  // namespace loadcell
