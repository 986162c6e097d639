#pragma once

#include <signal.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "base/fd.h"
#include "launch/launch_plan.h"
#include "launch/runner_channel.h"
#include "launch/started_command.h"
#include "launch/terminal.h"
#include "launch/typed_signals.h"

namespace loadcell {

/**
 * Runs between the runner and a command. It starts the command, adopts the processes that the command leaves behind,
 * forwards signals and reports how each process ends; when the runner disappears, it ends all of them. It sends lines to the
 * runner, with times in CLOCK_MONOTONIC nanoseconds:
 *
 *     started PID own|shared held|free
 *                                waits at its gate, in its own process group or in the runner's; will be held before its
 *                                first instruction, or will run immediately
 *     refused ERRNO              no further process can be created
 *     running NS                 the command has begun
 *     failed ERRNO               the command cannot be executed
 *     stopped SIGNAL, continued
 *     ended STATUS NS CPU_NS     wait status, time, and CPU time of the command and of all processes it waited for
 *     reaped PID CPU_NS          an adopted process ended
 *     alone                      no process is left
 *
 * The runner writes orders of two bytes, a letter and a signal number or 0: `g` opens the gate, `c` continues the held
 * command, `s` forwards the signal, `e` sends the signal to all processes, `q` leaves running processes alone and exits.
 */
class Launcher {
 public:
  /** Where the command runs. */
  enum class Place {
    /** In the foreground of the terminal, if the runner is there. */
    kWithRunner,
    kBackground,
  };

  Launcher(Fd control, LaunchPlan plan, Place place);

  /** @returns exit code */
  int run();

 private:
  bool start();
  void heed_runner();
  void go_on();
  void heed_outcome();
  bool heed_trace(int status);
  void heed_signals();
  void reap();
  void report_end(int status, const rusage& usage);
  void stop_with_command(int signal);
  void take_foreground();
  void pass_on(int signal);
  void end_all();

  RunnerChannel runner_;
  const LaunchPlan plan_;
  /** Process group of the runner; this process leaves it when the command has its own. */
  const pid_t runner_group_;
  sigset_t original_mask_{};
  Fd signals_;
  Terminal terminal_;
  StartedCommand command_;
  bool has_own_group_ = true;
  /** Whether the command was given the foreground of the terminal. */
  bool has_terminal_ = false;
  /** Whether the kernel stops the command as soon as it has begun. */
  bool is_traced_ = false;
  bool has_ended_ = false;
  bool is_alone_ = false;
  bool is_left_ = false;
  /** Typed signals, which the command received as well if it shares the process group. */
  TypedSignals typed_;
};

}  // namespace loadcell
