#include "support/child_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

extern char** environ;

namespace loadcell::test {
namespace {

struct Pipe {
  Fd reading;
  Fd writing;
};

Pipe make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  return {Fd(ends[0]), Fd(ends[1])};
}

}  // namespace

int run_child() {
  char byte = 'r';
  if (write(STDOUT_FILENO, &byte, 1) != 1) return 1;
  while (read(STDIN_FILENO, &byte, 1) > 0) {
  }
  return 0;
}

ChildProcess::ChildProcess() {
  Pipe input = make_pipe();
  Pipe output = make_pipe();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input.reading.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output.writing.get(), STDOUT_FILENO);
  char executable[] = "/proc/self/exe";
  char argument[] = "--child";
  char* arguments[] = {executable, argument, nullptr};
  const int failure = posix_spawn(&pid_, executable, &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) throw std::runtime_error("no child");
  input_ = std::move(input.writing);
  output.writing.reset();
  char byte = 0;
  if (read(output.reading.get(), &byte, 1) != 1) throw std::runtime_error("the child did not run");
}

ChildProcess::~ChildProcess() { reap(); }

void ChildProcess::end() {
  input_.reset();
  siginfo_t info{};
  waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT);
}

void ChildProcess::reap() {
  if (reaped_) return;
  input_.reset();
  waitpid(pid_, nullptr, 0);
  reaped_ = true;
}

}  // namespace loadcell::test
