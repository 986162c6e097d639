#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/pointer_queue.h"
#include "sampler/tracked_process.h"

namespace loadcell {

/** What became of the processes that were found. */
struct TableCounts {
  uint64_t found = 0;
  uint64_t live = 0;
  /** Seen and not sampled: more than the table holds, or not to be read. */
  uint64_t untracked = 0;
  /** Ended long ago; their totals made room for others. */
  uint64_t forgotten = 0;
};

/** What is told of one process. */
struct ProcessReport {
  ProcessIdentity identity;
  pid_t parent_pid;
  std::string program;
  double found_at_ns;
  ProcessTotals totals;
  std::vector<KindTotals> surveyed;
};

/**
 * All processes of one sampler. One thread at a time adds (the owner before the start, then the survey); the sampling
 * thread takes new ones from the queue and never looks at the table; any thread may ask for a report.
 */
class ProcessTable {
 public:
  explicit ProcessTable(size_t capacity);

  /** @throws Error as ProcessHandle::open, when there is no such process. */
  TrackedProcess& add(ProcessHandle process, pid_t parent_pid, double found_at_ns, bool surveyed);

  /** Notes that a process was seen that cannot be sampled. */
  void count_untracked();

  /** Whether a process of this id is sampled now. Called by the adding thread. */
  bool has_live(pid_t pid) const { return live_.contains(pid); }

  /** Whether one more can be added. Called by the adding thread. */
  bool has_room() const { return live_.size() < capacity_; }

  /** Forgets the files of processes that the sampling thread has let go. Called by the adding thread. */
  void retire_departed();

  /** Processes not yet retired. Called by the adding thread; valid until it retires or adds. */
  const std::unordered_map<pid_t, TrackedProcess*>& live() const { return live_; }

  /** Adds to the totals of a process. Called by the adding thread. */
  void add_surveyed(TrackedProcess& process, RecordKind kind, double at_ns,
                    const ProbeValues& values);

  TableCounts counts() const;
  std::vector<ProcessReport> reports() const;

  /** New processes, for the sampling thread to take. */
  PointerQueue<TrackedProcess>& arrivals() { return arrivals_; }
  size_t capacity() const { return capacity_; }

 private:
  bool make_room();

  const size_t capacity_;
  PointerQueue<TrackedProcess> arrivals_;
  /** Changed by the adding thread only. */
  std::unordered_map<pid_t, TrackedProcess*> live_;
  mutable std::mutex mutex_;
  /** In the order in which they were found. */
  std::vector<std::unique_ptr<TrackedProcess>> all_;
  TableCounts counts_;
};

}  // namespace loadcell
