#include "launch/started_command.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "launch/execute.h"

namespace loadcell {
namespace {

/** Exit code of shells for a command that cannot be run. */
constexpr int kNotRun = 127;

struct Pipe {
  Fd reader;
  Fd writer;
};

/** Closed on exec. Both ends are closed when the pipe cannot be created. */
Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return {};
  return {Fd(ends[0]), Fd(ends[1])};
}

[[noreturn]] void become(const LaunchPlan& plan, pid_t launcher, bool own_group,
                         const sigset_t& mask, const Fd& gate, const Fd& outcome) {
  if (own_group) setpgid(0, 0);
  // If the launcher ended before this call, its signal never arrives.
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != launcher) _exit(kNotRun);
  char go = 0;
  if (read(gate.get(), &go, 1) != 1) _exit(kNotRun);
  sigprocmask(SIG_SETMASK, &mask, nullptr);
  const int error = execute(plan);
  // If the write fails, there is nothing left to report to.
  if (write(outcome.get(), &error, sizeof(error)) < 0) _exit(kNotRun);
  _exit(kNotRun);
}

}  // namespace

StartedCommand start_command(const LaunchPlan& plan, bool own_group, const sigset_t& mask) {
  Pipe gate = make_pipe();
  Pipe outcome = make_pipe();
  if (!gate.writer.is_open() || !outcome.writer.is_open()) return {};
  const pid_t launcher = getpid();
  const pid_t pid = fork();
  if (pid == 0) {
    gate.writer.reset();
    outcome.reader.reset();
    become(plan, launcher, own_group, mask, gate.reader, outcome.writer);
  }
  if (pid < 0) return {};
  // Both processes do this, so the group exists whichever runs first.
  if (own_group) setpgid(pid, pid);
  return {.pid = pid, .gate = std::move(gate.writer), .outcome = std::move(outcome.reader)};
}

}  // namespace loadcell
