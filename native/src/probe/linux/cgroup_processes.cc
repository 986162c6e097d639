#include "probe/linux/cgroup_processes.h"

#include <filesystem>
#include <fstream>
#include <system_error>

namespace loadcell {

void list_cgroup_processes(const std::string& folder, std::vector<pid_t>& pids) {
  std::ifstream list(folder + "/cgroup.procs");
  for (pid_t pid = 0; list >> pid;) {
    // 0 stands for a process that this pid namespace cannot see.
    if (pid > 0) pids.push_back(pid);
  }
  std::error_code failure;
  for (std::filesystem::directory_iterator entry(folder, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    // Groups come and go meanwhile; one that cannot be looked into has nothing for us.
    std::error_code gone;
    if (entry->is_directory(gone) && !entry->is_symlink(gone)) {
      list_cgroup_processes(entry->path().string(), pids);
    }
  }
}

}  // namespace loadcell
