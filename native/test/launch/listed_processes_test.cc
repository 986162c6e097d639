#include "launch/listed_processes.h"

#include <unistd.h>

#include <algorithm>
#include <vector>

#include "harness.h"
#include "support/child_process.h"

using loadcell::list_descendants;
using loadcell::list_processes;
using loadcell::ListedProcess;
using loadcell::test::ChildProcess;

namespace {

bool lists_descendant(pid_t pid) {
  const std::vector<pid_t> found = list_descendants();
  return std::find(found.begin(), found.end(), pid) != found.end();
}

}  // namespace

TEST("a process is listed with its parent and its group, while it runs") {
  ChildProcess child;
  const std::vector<ListedProcess> all = list_processes();
  const auto listed = std::find_if(all.begin(), all.end(), [&child](const ListedProcess& process) {
    return process.pid == child.pid();
  });
  CHECK(listed != all.end());
  CHECK_EQUAL(listed->parent_pid, getpid());
  CHECK_EQUAL(listed->group, getpgrp());
  CHECK_EQUAL(listed->session, getsid(0));
  CHECK(lists_descendant(child.pid()));
  child.end();
  CHECK(!lists_descendant(child.pid()));
}

TEST("a process is not its own descendant") { CHECK(!lists_descendant(getpid())); }
