#pragma once

#include <sys/types.h>

#include <vector>

namespace loadcell {

/** A process that has not ended, as /proc tells of it. */
struct ListedProcess {
  pid_t pid;
  pid_t parent_pid;
  pid_t group;
  pid_t session;
};

/** All processes that are to be seen, but for those that ended and wait for their parent to notice. */
std::vector<ListedProcess> list_processes();

/** The processes below this one: its children, theirs, and so on. */
std::vector<pid_t> list_descendants();

/**
 * Sends a signal to all of them.
 * @returns false where there are some and none may be signaled, since they have the rights of others
 */
bool signal_descendants(int signal);

}  // namespace loadcell
