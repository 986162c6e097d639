#pragma once

#include <sys/types.h>

#include <unordered_map>
#include <vector>

#include "base/fd.h"
#include "probe/linux/process/process_handle.h"
#include "probe/probe.h"

namespace loadcell {

/**
 * The threads of a process, read one by one: at least 6 us each, so at a low rate. The kernel keeps children, context switches
 * and run-queue wait per thread and never sums them. Used by one thread.
 */
class ProcessThreads {
 public:
  explicit ProcessThreads(const ProcessHandle& process);

  /** Adds the children of every thread to `children`. False when the process is gone or they cannot be listed. */
  bool list_children(std::vector<pid_t>& children);

  /**
   * The columns of kProcessScheduling, summed over the threads, including ended ones up to their last read; NaN when no
   * thread reported a column.
   */
  ProbeValues read_scheduling();

 private:
  /** NaN for what was never read: a kernel may have no schedstat. */
  struct ThreadCounts {
    double run_queue_wait_ns = kNotMeasured;
    double voluntary_switches = kNotMeasured;
    double involuntary_switches = kNotMeasured;

    /** Adds the values that the other one has. */
    void add(const ThreadCounts& other) noexcept;
    /** Takes the values that the other one has. */
    void update(const ThreadCounts& other) noexcept;
  };
  struct SeenThread {
    ThreadCounts counts;
    /** The last round of reads in which it was seen. */
    unsigned round = 0;
  };

  bool list_threads();
  /** False: nothing could be read, such as when it has just ended. */
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
