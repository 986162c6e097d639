#pragma once

#include <sys/types.h>

#include <cstdint>
#include <ctime>
#include <string>

#include "base/fd.h"
#include "probe/linux/process/statm_file.h"

namespace loadcell {

/** Who a process is: a pid alone is used again by the system. */
struct ProcessIdentity {
  pid_t pid;
  /** When it began, in clock ticks since boot (field 22 of /proc/PID/stat). */
  uint64_t start_ticks;

  bool operator==(const ProcessIdentity&) const = default;
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

  /** Name of the program when it was opened, at most 15 characters. */
  const std::string& program() const noexcept { return program_; }

  /** Its resident memory now. */
  Statm read_statm() const noexcept { return statm_file().read(); }

  /** What `read_statm` reads, for who reads it often; good until `close`. */
  StatmFile statm_file() const noexcept { return {statm_.get(), page_bytes_}; }

  /**
   * Reads its memory from another of its threads from now on: that of the first is gone with it, though the others live on.
   * False when none lives.
   */
  bool follow_living_thread() noexcept;

  /** CPU time of all its threads, ended ones included, nanoseconds; NaN when it cannot be read. Needs no permission. */
  double read_cpu_ns() const noexcept;

  /** Whether both have one address space: threads in all but name, or a child between vfork and exec. */
  bool shares_memory_with(pid_t other) const noexcept;

  /** Whether every thread of the process has ended. Only a look: it never waits. */
  bool has_exited() const noexcept;

  /** Sends a signal to this very process, never to a successor of its pid. False when it was not delivered. */
  bool signal(int number) const noexcept;

  /** The same to the process group that it leads. False when it leads none, or the signal was not delivered. */
  bool signal_group(int number) const noexcept;

  /** Gives its files back to the system; nothing can be read any more. */
  void close() noexcept;

  /** Another file of its folder, such as "status"; not open when that is not allowed or the process is gone. */
  Fd open_file(const char* name, int flags = 0) const noexcept;

 private:
  ProcessHandle() = default;

  ProcessIdentity identity_{};
  std::string program_;
  Fd folder_;
  Fd statm_;
  /** None where the kernel (before 5.3) or a sandbox has no pidfd. */
  Fd pidfd_;
  clockid_t cpu_clock_ = 0;
  bool has_cpu_clock_ = false;
  uint32_t page_bytes_ = 0;
};

}  // namespace loadcell
