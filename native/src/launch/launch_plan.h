#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loadcell {

/** What to run. All strings are raw bytes without an encoding. */
struct LaunchPlan {
  /** The program (a path, or a name to search in PATH) and its arguments. At least one element. */
  std::vector<std::string> command;
  /** `NAME=value`; malformed entries are passed on. */
  std::vector<std::string> environment;
};

/**
 * Reads the plan, which the runner writes first: three 32-bit numbers in native byte order (bytes that follow, arguments,
 * variables), then each argument and each variable with a terminating 0. Waits for all of it.
 * @param fd a blocking socket or pipe
 * @returns nothing when the runner is gone or wrote something else
 */
std::optional<LaunchPlan> read_launch_plan(int fd);

}  // namespace loadcell
