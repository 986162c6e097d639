#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace loadcell {

/** Adds the processes of a cgroup and of those below it to `pids`. A removed cgroup has none. */
void list_cgroup_processes(const std::string& folder, std::vector<pid_t>& pids);

}  // namespace loadcell
