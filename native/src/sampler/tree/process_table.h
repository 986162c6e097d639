#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/fd.h"
#include "base/pointer_queue.h"
#include "sampler/tree/tracked_process.h"

namespace loadcell {

/** Why a process of the tree was not sampled. */
enum class Unsampled {
  /** It ended before it could be opened. */
  kEnded,
  /** The table was full. */
  kNoRoom,
  /** It belongs to another user, or /proc hides it. */
  kForbidden,
  /** Its files could not be opened. */
  kUnreadable,
};
constexpr size_t kUnsampledReasons = 4;

/** Counts of processes by their state. */
struct TableCounts {
  uint64_t found = 0;
  uint64_t live = 0;
  /** Known but not sampled, by reason; a process counts once. */
  std::array<uint64_t, kUnsampledReasons> unsampled{};
  /** Ended long ago; their totals were discarded to make room. */
  uint64_t forgotten = 0;

  uint64_t unsampled_total() const noexcept {
    uint64_t total = 0;
    for (const uint64_t count : unsampled) total += count;
    return total;
  }
};

/** Report of one process. */
struct ProcessReport {
  ProcessIdentity identity;
  pid_t parent_pid;
  std::string program;
  double found_at_ns;
  bool is_newborn;
  ProcessTotals totals;
  std::vector<KindTotals> surveyed;
};

/** How many processes can be sampled at the same time within the limit on open files, at most `wanted`. */
size_t fitting_processes(size_t wanted) noexcept;

/**
 * All processes of one sampler. One thread at a time adds (the owner before the start, then the survey); the sampling thread
 * takes new ones from the queue and never reads the table; any thread may request a report.
 */
class ProcessTable {
 public:
  /** @param capacity maximum live processes; the table keeps four times as many, including ended ones */
  explicit ProcessTable(size_t capacity);

  /** Processes that began from now on count as newborn. Called by the owner before the threads start. */
  void begin_sampling();

  /** @throws Error TOO_MANY when the table is full. */
  TrackedProcess& add(ProcessHandle process, pid_t parent_pid, double found_at_ns, bool surveyed);

  /** Counts a process that cannot be sampled. */
  void count_unsampled(Unsampled reason);

  /** Whether a process with this ID is sampled now. Called by the adding thread. */
  bool has_live(pid_t pid) const { return live_.contains(pid); }

  /** Whether one more can be added. Called by the adding thread. */
  bool has_room() const { return live_.size() < capacity_; }

  /**
   * Closes the files of processes that the sampling thread has released. Called by the adding thread.
   * @return those processes, parents before their children; valid until the next one is added
   */
  std::vector<TrackedProcess*> retire_departed();

  /** Processes not yet retired. Called by the adding thread; valid until it retires or adds. */
  const std::unordered_map<pid_t, TrackedProcess*>& live() const { return live_; }

  /** Adds to the totals of a process. Called by the adding thread. */
  void add_surveyed(TrackedProcess& process, RecordKind kind, double at_ns,
                    const ProbeValues& values);

  /** Updates the program name of a process. Called by the adding thread. */
  void rename(TrackedProcess& process, const std::string& program);

  /** A file of each live process whose memory is not counted elsewhere; not open for one that is ending. Any thread. */
  struct OpenedFile {
    Fd file;
    /** Whether the system refuses it. */
    bool is_forbidden;
    /** RSS of the process as last sampled. */
    double rss_bytes;
  };
  std::vector<OpenedFile> open_in_each(const char* name) const;

  TableCounts counts() const;
  std::vector<ProcessReport> reports() const;
  /** Processes that have not ended, in the order of discovery: parents before children. */
  std::vector<ProcessIdentity> living() const;

  /** New processes, for the sampling thread to take. */
  PointerQueue<TrackedProcess>& arrivals() { return arrivals_; }
  size_t capacity() const { return capacity_; }

 private:
  void make_room();

  const size_t capacity_;
  PointerQueue<TrackedProcess> arrivals_;
  /** When sampling began, in the unit of ProcessIdentity; the maximum before it begins. */
  uint64_t began_ticks_;
  /** Changed by the adding thread only. */
  std::unordered_map<pid_t, TrackedProcess*> live_;
  mutable std::mutex mutex_;
  /** In the order of discovery. */
  std::vector<std::unique_ptr<TrackedProcess>> all_;
  TableCounts counts_;
};

}  // namespace loadcell
