#pragma once

#include <sys/types.h>

#include <vector>

namespace loadcell {

/** A process that has not ended, as /proc shows it. */
struct ListedProcess {
  pid_t pid;
  pid_t parent_pid;
  pid_t group;
  pid_t session;
};

/** All visible processes except zombies. */
std::vector<ListedProcess> list_processes();

/** All descendants of this process. */
std::vector<pid_t> list_descendants();

/**
 * Sends a signal to all of them.
 * @returns false when there are some and none may be signaled, because they belong to other users
 */
bool signal_descendants(int signal);

}  // namespace loadcell
