#pragma once

#include <string>

#include "launch/launch_plan.h"

namespace loadcell {

/**
 * Becomes the command, as `execvp` would in its environment: a name without a slash is looked for in its PATH, and a file
 * that is no program and has no `#!` is one for /bin/sh.
 * @returns errno, where it cannot
 */
int execute(const LaunchPlan& plan);

/**
 * Whether the command runs with the rights of its file's owner, or with more. The kernel gives it none while somebody
 * traces it.
 */
bool gains_rights(const LaunchPlan& plan);

}  // namespace loadcell
