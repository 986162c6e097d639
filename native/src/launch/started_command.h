#pragma once

#include <signal.h>
#include <sys/types.h>

#include "base/fd.h"
#include "launch/launch_plan.h"

namespace loadcell {

/** A process that waits at a gate and then becomes the command. */
struct StartedCommand {
  /** -1 when no process could be created; `errno` has the reason. */
  pid_t pid = -1;
  /** One byte opens the gate; closing it ends the process without running the command. */
  Fd gate;
  /** Closes without data when the command runs; an `int` is the errno of a failure to run it. */
  Fd outcome;
};

/**
 * Forks a process that waits at its gate. The kernel kills it when this process ends.
 * @param own_group whether it leads its own process group
 * @param mask signals blocked when the command begins
 */
StartedCommand start_command(const LaunchPlan& plan, bool own_group, const sigset_t& mask);

}  // namespace loadcell
