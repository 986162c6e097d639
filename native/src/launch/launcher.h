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
 * Stands between the runner and a command. It starts the command, adopts whatever that leaves behind, passes signals on and
 * tells how all of it ends; when the runner is gone, it ends all of it. The runner is told lines, times in nanoseconds of
 * CLOCK_MONOTONIC:
 *
 *     started PID own|shared held|free
 *                                waits to be let through, in a process group of its own or in that of the runner; will be
 *                                held when it has begun, before its first instruction, or not
 *     refused ERRNO              there can be no further process
 *     running NS                 the command has begun
 *     failed ERRNO               it cannot be run
 *     stopped SIGNAL, continued
 *     ended STATUS NS CPU_NS     the wait status, and the CPU time of it and of all that it waited for
 *     reaped PID CPU_NS          an adopted process ended
 *     alone                      none is left
 *
 * The runner writes two bytes at a time, a letter and the number of a signal or 0: `g` lets the command through, `c` lets
 * it go on where it is held, `s` passes the signal on, `e` sends it to all, `q` leaves what still runs.
 */
class Launcher {
 public:
  /** Where the command runs. */
  enum class Place {
    /** In the foreground of the terminal, if the runner is. */
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
  /** The process group of the runner, which this process leaves when the command has one of its own. */
  const pid_t runner_group_;
  sigset_t original_mask_{};
  Fd signals_;
  Terminal terminal_;
  StartedCommand command_;
  bool has_own_group_ = true;
  /** Whether the command runs in the foreground of the terminal, unless it was taken from it. */
  bool has_terminal_ = false;
  /** Whether the kernel stops the command as soon as it has begun. */
  bool is_traced_ = false;
  bool has_ended_ = false;
  bool is_alone_ = false;
  bool is_left_ = false;
  /** What the command got too, where it shares our group. */
  TypedSignals typed_;
};

}  // namespace loadcell
