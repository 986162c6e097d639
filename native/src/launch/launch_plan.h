#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loadcell {

/** What to run. Bytes as they came: nothing of it is text in any encoding. */
struct LaunchPlan {
  /** The program, a path or a name to look for in PATH, and its arguments. At least one. */
  std::vector<std::string> command;
  /** `NAME=value`; also what is none. */
  std::vector<std::string> environment;
};

/**
 * Reads the plan that the runner writes first: three numbers of 32 bits, of the machine's byte order (bytes that follow,
 * arguments, variables), then each argument and each variable with a 0 behind it. Waits for all of it.
 * @param fd a blocking socket or pipe
 * @returns nothing when the runner has gone, or wrote something else
 */
std::optional<LaunchPlan> read_launch_plan(int fd);

}  // namespace loadcell
