#pragma once

#include <string>

#include "launch/launch_plan.h"

namespace loadcell {

/**
 * Replaces this process with the command, as `execvp` would in the command's environment: a name without a slash is searched
 * in its PATH, and /bin/sh runs a file that is neither a program nor starts with `#!`.
 * @returns errno when it fails
 */
int execute(const LaunchPlan& plan);

/**
 * Whether the file gives the command more rights than this process has (setuid, setgid, capabilities). The kernel grants
 * none of them while the command is traced.
 */
bool gains_rights(const LaunchPlan& plan);

}  // namespace loadcell
