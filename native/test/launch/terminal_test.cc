#include "launch/terminal.h"

#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

using loadcell::is_orphaned;

namespace {

/** Asks a child that has done this first; its group is its own afterwards. */
bool is_orphaned_after(pid_t (*move)()) {
  const pid_t pid = fork();
  if (pid == 0) {
    move();
    _exit(is_orphaned(getpgrp()) ? 1 : 0);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

}  // namespace

TEST("a group whose parent is of another group of the session could be continued by it") {
  CHECK(!is_orphaned_after([] { return static_cast<pid_t>(setpgid(0, 0)); }));
}

TEST("the first group of a session is orphaned") { CHECK(is_orphaned_after(setsid)); }
