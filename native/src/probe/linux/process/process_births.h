#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace loadcell {

/** The start of a process. */
struct ProcessBirth {
  pid_t pid;
  pid_t parent_pid;
  /** CLOCK_MONOTONIC. */
  int64_t at_ns;
};

/** Reports every process started on this machine. Used by one thread. */
class ProcessBirths {
 public:
  ProcessBirths() = default;
  virtual ~ProcessBirths() = default;
  ProcessBirths(const ProcessBirths&) = delete;
  ProcessBirths& operator=(const ProcessBirths&) = delete;

  /** Readable when births are available. */
  virtual int fd() const noexcept = 0;

  /** Adds the births since the last call, in order. False when the kernel dropped some of them. */
  virtual bool take(std::vector<ProcessBirth>& births) = 0;
};

/**
 * Opens the kernel's process connector. It serves the initial pid namespace only, and before Linux 6.6 root only.
 * @return null when it is not available; `problem` has the reason
 */
std::unique_ptr<ProcessBirths> open_process_births(std::string& problem);

}  // namespace loadcell
