#pragma once

#include <signal.h>
#include <sys/types.h>

#include "base/fd.h"
#include "launch/launch_plan.h"

namespace loadcell {

/** A process that becomes the command as soon as it is let through, and has done nothing yet. */
struct StartedCommand {
  /** -1 where there can be no further process; `errno` says why. */
  pid_t pid = -1;
  /** One byte lets it through; closing it ends the process, and the command is not run. */
  Fd gate;
  /** Ends with nothing when the command runs; before, an `int` is the errno for which it does not. */
  Fd outcome;
};

/**
 * Forks a process that waits. It dies with this one.
 * @param own_group whether it leads a process group of its own
 * @param mask signals that the command begins with blocked
 */
StartedCommand start_command(const LaunchPlan& plan, bool own_group, const sigset_t& mask);

}  // namespace loadcell
