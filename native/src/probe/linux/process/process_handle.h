#pragma once

#include <sys/types.h>

#include <cstdint>
#include <ctime>
#include <string>

#include "base/fd.h"
#include "probe/linux/process/statm_file.h"

namespace loadcell {

/** Identity of a process: the system reuses PIDs. */
struct ProcessIdentity {
  pid_t pid;
  /** When it began, in clock ticks since boot (field 22 of /proc/PID/stat). */
  uint64_t start_ticks;

  bool operator==(const ProcessIdentity&) const = default;
};

/**
 * One process with its /proc files kept open. They stay bound to that process: when the system reuses the PID, reads fail with
 * "gone". Opened on any thread, then used by one at a time.
 */
class ProcessHandle {
 public:
  /**
   * @param proc_root usually "/proc"; a folder with the same layout in tests
   * @throws Error NO_SUCH_PROCESS, ZOMBIE, NO_MEMORY (a kernel thread), FORBIDDEN, UNREADABLE
   */
  static ProcessHandle open(const std::string& proc_root, pid_t pid);

  const ProcessIdentity& identity() const noexcept { return identity_; }

  /** Program name when the process was opened, at most 15 characters. */
  const std::string& program() const noexcept { return program_; }

  /** Its current resident memory. */
  Statm read_statm() const noexcept { return statm_file().read(); }

  /** The file behind `read_statm`, for frequent reads; valid until `close`. */
  StatmFile statm_file() const noexcept { return {statm_.get(), page_bytes_}; }

  /**
   * From now on, reads its memory from another of its threads: the first thread takes its statm with it when it ends first.
   * False when no thread lives.
   */
  bool follow_living_thread() noexcept;

  /** CPU time of all its threads, including ended ones, nanoseconds; NaN when unreadable. Needs no permission. */
  double read_cpu_ns() const noexcept;

  /** Whether both share an address space: processes made by clone with CLONE_VM, or a child between vfork and exec. */
  bool shares_memory_with(pid_t other) const noexcept;

  /** Whether every thread of the process has ended. Never waits. */
  bool has_exited() const noexcept;

  /** Sends a signal to this process, never to a successor with the same PID. False when it was not delivered. */
  bool signal(int number) const noexcept;

  /** Sends a signal to the process group that it leads. False when it leads none or the signal was not delivered. */
  bool signal_group(int number) const noexcept;

  /** Closes its files; nothing can be read afterwards. */
  void close() noexcept;

  /** Another file of its folder, such as "status"; not open without permission or when the process is gone. */
  Fd open_file(const char* name, int flags = 0) const noexcept;

 private:
  ProcessHandle() = default;

  ProcessIdentity identity_{};
  std::string program_;
  Fd folder_;
  Fd statm_;
  /** Not open when the kernel (before 5.3) or a sandbox has no pidfd. */
  Fd pidfd_;
  clockid_t cpu_clock_ = 0;
  bool has_cpu_clock_ = false;
  uint32_t page_bytes_ = 0;
};

}  // namespace loadcell
