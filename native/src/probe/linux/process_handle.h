#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "base/fd.h"

namespace loadcell {

/** Who a process is: a pid alone is used again by the system. */
struct ProcessIdentity {
  pid_t pid;
  /** When it began, in clock ticks since boot (field 22 of /proc/PID/stat). */
  uint64_t start_ticks;

  bool operator==(const ProcessIdentity&) const = default;
};

/** Resident memory of a process at one instant. */
struct Statm {
  enum class Status {
    kRunning,
    /** All zeros: the process has given up its memory and is on its way out, or a zombie. */
    kNoMemory,
    kGone,
    kUnreadable,
  };
  Status status;
  uint64_t resident_bytes;
  /** Of files and shared memory; the rest is anonymous. */
  uint64_t shared_bytes;
};

/**
 * One process, its files under /proc kept open. They stay bound to the process that was opened: when the system
 * gives the pid to another, reads fail with "gone". Opened on any thread, then used by one at a time.
 */
class ProcessHandle {
 public:
  /**
   * @param proc_root usually "/proc"; a folder of the same shape in tests.
   * @throws Error NO_SUCH_PROCESS, ZOMBIE, NO_MEMORY (a kernel thread), FORBIDDEN, UNREADABLE.
   */
  static ProcessHandle open(const std::string& proc_root, pid_t pid);

  const ProcessIdentity& identity() const noexcept { return identity_; }

  /** 1.2 to 1.5 microseconds, whatever the size of the process. */
  Statm read_statm() const noexcept;

  /** Whether every thread of the process has ended. Only a look: it never waits. */
  bool has_exited() const noexcept;

 private:
  ProcessHandle(ProcessIdentity identity, Fd statm, Fd pidfd, uint64_t page_bytes) noexcept;

  ProcessIdentity identity_;
  Fd statm_;
  /** None where the kernel (before 5.3) or a sandbox has no pidfd. */
  Fd pidfd_;
  uint64_t page_bytes_;
};

}  // namespace loadcell
