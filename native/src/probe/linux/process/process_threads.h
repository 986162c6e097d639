#pragma once

#include <sys/types.h>

#include <unordered_map>
#include <vector>

#include "base/fd.h"
#include "probe/linux/process/process_handle.h"
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

  /** Sums over the threads, those that have ended included as far as they were seen; NaN in a column that
   *  no thread gave: see kProcessScheduling. */
  ProbeValues read_scheduling();

 private:
  /** NaN for what was never read: a kernel may keep no schedstat. */
  struct ThreadCounts {
    double run_queue_wait_ns = kNotMeasured;
    double voluntary_switches = kNotMeasured;
    double involuntary_switches = kNotMeasured;

    /** Adds what the other has. */
    void add(const ThreadCounts& other) noexcept;
    /** Takes what the other has. */
    void update(const ThreadCounts& other) noexcept;
  };
  struct SeenThread {
    ThreadCounts counts;
    /** The round of reading in which it was last seen. */
    unsigned round = 0;
  };

  bool list_threads();
  /** False: nothing could be read; it has just ended, or gives nothing. */
  bool read_thread(pid_t tid, ThreadCounts& counts);

  /** /proc/PID/task. */
  Fd folder_;
  std::vector<pid_t> threads_;
  std::vector<char> status_buffer_;
  std::unordered_map<pid_t, SeenThread> seen_;
  ThreadCounts ended_;
  unsigned round_ = 0;
};

}  // namespace loadcell
