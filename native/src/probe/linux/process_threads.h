#pragma once

#include <sys/types.h>

#include <unordered_map>
#include <vector>

#include "base/fd.h"
#include "probe/linux/process_handle.h"
#include "probe/probe.h"

namespace loadcell {

/**
 * The threads of a process, walked one by one: 6 us and more for each, so at a slow rate. The kernel keeps children,
 * context switches and run-queue wait to each thread; nowhere does it add them up. Used by one thread.
 */
class ProcessThreads {
 public:
  explicit ProcessThreads(const ProcessHandle& process);

  /** Adds the children of every thread to `children`. False when the process is gone or they cannot be listed. */
  bool list_children(std::vector<pid_t>& children);

  /** Sums over the threads, those that have ended included as far as they were seen: see kProcessScheduling. */
  ProbeValues read_scheduling();

 private:
  struct ThreadCounts {
    double run_queue_wait_ns;
    double voluntary_switches;
    double involuntary_switches;
    /** The round of reading in which it was last seen. */
    unsigned round;
  };

  bool list_threads();
  bool read_thread(pid_t tid, ThreadCounts& counts) const noexcept;

  /** /proc/PID/task. */
  Fd folder_;
  std::vector<pid_t> threads_;
  std::unordered_map<pid_t, ThreadCounts> counts_;
  ThreadCounts ended_{};
  unsigned round_ = 0;
};

}  // namespace loadcell
