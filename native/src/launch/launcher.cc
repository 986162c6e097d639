#include "launch/launcher.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "base/clock.h"
#include "launch/execute.h"
#include "launch/given_descriptors.h"
#include "launch/listed_processes.h"

namespace loadcell {
namespace {

/** Time from SIGTERM to SIGKILL for all processes once the runner is gone, ns. */
constexpr int64_t kGraceNs = 2 * kNsPerSecond;
constexpr timespec kLookPeriod = {.tv_sec = 0, .tv_nsec = 10'000'000};

int64_t cpu_ns_of(const rusage& usage) {
  const int64_t seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec;
  return seconds * kNsPerSecond + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000;
}

}  // namespace

Launcher::Launcher(Fd control, LaunchPlan plan, Place place)
    : runner_(std::move(control)),
      plan_(std::move(plan)),
      runner_group_(getpgrp()),
      terminal_(place == Place::kWithRunner ? Terminal::of_session() : Terminal()) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &original_mask_);
  signals_ = Fd(signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK));
  prctl(PR_SET_CHILD_SUBREAPER, 1);
}

int Launcher::run() {
  if (!start()) return 1;
  while (!is_left_ && !(has_ended_ && is_alone_ && !runner_.is_open())) {
    std::array<pollfd, 3> awaited = {{
        {.fd = signals_.get(), .events = POLLIN, .revents = 0},
        {.fd = command_.outcome.get(), .events = POLLIN, .revents = 0},
        {.fd = runner_.fd(), .events = POLLIN, .revents = 0},
    }};
    if (poll(awaited.data(), awaited.size(), -1) < 0) continue;
    // Report whether the command began before reporting its end.
    if (awaited[1].revents != 0) heed_outcome();
    if (awaited[0].revents != 0) heed_signals();
    if (awaited[2].revents != 0) heed_runner();
  }
  return 0;
}

bool Launcher::start() {
  const bool is_foreground = terminal_.is_of(runner_group_);
  has_own_group_ = !is_foreground || !shares_group_with_strangers();
  has_terminal_ = is_foreground && has_own_group_;
  command_ = start_command(plan_, has_own_group_, original_mask_);
  if (command_.pid < 0) {
    runner_.report("refused " + std::to_string(errno));
    return false;
  }
  // In another group, this process survives a kill of the runner's group and can end what the command started.
  if (has_own_group_) setpgid(0, 0);
  if (has_terminal_) terminal_.give_to(command_.pid);
  release_given_descriptors();
  // Held until it is sampled, or its first work would be missed. Where tracing is not permitted, it runs immediately.
  constexpr auto kOptions = PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
  is_traced_ = !gains_rights(plan_) && ptrace(PTRACE_SEIZE, command_.pid, 0, kOptions) == 0;
  runner_.report("started " + std::to_string(command_.pid) + (has_own_group_ ? " own" : " shared") +
       (is_traced_ ? " held" : " free"));
  return true;
}

void Launcher::heed_runner() {
  const auto orders = runner_.take_orders();
  if (!orders) {
    // The runner is gone and did not order to leave anything running.
    end_all();
    return;
  }
  for (const auto [letter, signal] : *orders) {
    switch (letter) {
      case 'g':
        if (write(command_.gate.get(), "g", 1) == 1) command_.gate.reset();
        break;
      case 'c':
        go_on();
        break;
      case 's':
        pass_on(signal);
        break;
      case 'e':
        signal_descendants(signal);
        break;
      case 'q':
        is_left_ = true;
        break;
      default:
        break;
    }
  }
}

void Launcher::go_on() {
  if (!is_traced_) return;
  is_traced_ = false;
  ptrace(PTRACE_DETACH, command_.pid, 0, 0);
}

bool Launcher::heed_trace(int status) {
  if (!is_traced_ || !WIFSTOPPED(status)) return false;
  if (status >> 8 == (SIGTRAP | (PTRACE_EVENT_EXEC << 8))) {
    runner_.report("running " + std::to_string(monotonic_now_ns()));
    return true;
  }
  // A signal or a stop for a command that has not begun.
  ptrace(PTRACE_CONT, command_.pid, 0, status >> 16 != 0 ? 0 : WSTOPSIG(status));
  return true;
}

void Launcher::heed_outcome() {
  int error = 0;
  const ssize_t got = read(command_.outcome.get(), &error, sizeof(error));
  command_.outcome.reset();
  // A process that was killed at the gate has not begun either; its end is reported instead.
  if (got == static_cast<ssize_t>(sizeof(error))) {
    runner_.report("failed " + std::to_string(error));
  } else if (!command_.gate.is_open() && !is_traced_) {
    runner_.report("running " + std::to_string(monotonic_now_ns()));
  }
}

void Launcher::heed_signals() {
  signalfd_siginfo signal{};
  while (read(signals_.get(), &signal, sizeof(signal)) == static_cast<ssize_t>(sizeof(signal))) {
    if (signal.ssi_code == SI_KERNEL) typed_.note(static_cast<int>(signal.ssi_signo));
  }
  reap();
}

void Launcher::reap() {
  int status = 0;
  rusage usage{};
  pid_t pid = 0;
  while ((pid = wait4(-1, &status, WNOHANG | WUNTRACED | WCONTINUED, &usage)) > 0) {
    const bool has_ended = WIFEXITED(status) || WIFSIGNALED(status);
    if (pid != command_.pid) {
      if (has_ended) {
        runner_.report("reaped " + std::to_string(pid) + " " + std::to_string(cpu_ns_of(usage)));
      }
    } else if (has_ended) {
      report_end(status, usage);
    } else if (heed_trace(status)) {
      continue;
    } else if (WIFSTOPPED(status)) {
      stop_with_command(WSTOPSIG(status));
    } else {
      runner_.report("continued");
    }
  }
  if (pid < 0 && errno == ECHILD && !is_alone_) {
    is_alone_ = true;
    runner_.report("alone");
  }
}

void Launcher::report_end(int status, const rusage& usage) {
  has_ended_ = true;
  if (command_.outcome.is_open()) heed_outcome();
  if (has_terminal_ && terminal_.is_of(command_.pid)) terminal_.give_to(runner_group_);
  // As shells do for their jobs: a killed program cannot restore the modes itself.
  if (WIFSIGNALED(status) && terminal_.is_of(runner_group_)) terminal_.restore_modes();
  const std::string at = std::to_string(monotonic_now_ns());
  runner_.report("ended " + std::to_string(status) + " " + at + " " + std::to_string(cpu_ns_of(usage)));
}

void Launcher::stop_with_command(int signal) {
  runner_.report("stopped " + std::to_string(signal));
  if (!has_terminal_ || !terminal_.is_of(command_.pid)) return;
  if (is_orphaned(runner_group_)) {
    // No shell could continue it: in the runner's group, the kernel would not have stopped it at Ctrl-Z either.
    if (signal == SIGTSTP) kill(-command_.pid, SIGCONT);
    return;
  }
  terminal_.give_to(runner_group_);
  // The shell waits for the runner's group and prompts only when that stops as well. `fg` sends SIGCONT to that group, and
  // the runner forwards it.
  kill(-runner_group_, SIGSTOP);
}

void Launcher::take_foreground() {
  if (terminal_.is_of(runner_group_)) {
    has_terminal_ = true;
    terminal_.give_to(command_.pid);
  }
  kill(-command_.pid, SIGCONT);
}

void Launcher::pass_on(int signal) {
  if (has_ended_ || signal <= 0 || signal >= NSIG) return;
  if (!has_own_group_) {
    heed_signals();
    if (!typed_.was_just_typed(signal)) kill(command_.pid, signal);
  } else if (signal == SIGCONT) {
    take_foreground();
  } else {
    // A typed signal goes to the whole job, as a terminal sends it; any other goes to one process, as it was sent.
    const bool is_typed = signal == SIGINT || signal == SIGQUIT;
    kill(is_typed ? -command_.pid : command_.pid, signal);
  }
}

void Launcher::end_all() {
  command_.gate.reset();
  go_on();
  const int64_t until_ns = monotonic_now_ns() + kGraceNs;
  signal_descendants(SIGTERM);
  // A stopped process reacts to SIGTERM only once it continues.
  signal_descendants(SIGCONT);
  while (!(reap(), is_alone_)) {
    if (monotonic_now_ns() > until_ns && !signal_descendants(SIGKILL)) {
      is_left_ = true;
      return;
    }
    nanosleep(&kLookPeriod, nullptr);
  }
}

}  // namespace loadcell
