#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/published.h"
#include "base/ring.h"
#include "base/thread.h"
#include "probe/probe.h"
#include "sampler/process_table.h"

namespace loadcell {

/** What the survey looks at, and how often. */
struct SurveySetup {
  std::string proc_root;
  /** Between reads of the warm columns. */
  int64_t period_ns;
  /** Between searches for new processes, a multiple of the period; and between walks over threads. */
  int64_t discovery_period_ns;
  int64_t threads_period_ns;
  /** Share of a core that the thread may use; infinite for no budget. */
  double cpu_share;
  /** Whether children are found and sampled. */
  bool follows_children;
  /** The process that those of the tree whose parent has ended become children of, itself not sampled; 0 for none. */
  pid_t adopter;
  /** A folder of the cgroup file system whose processes are sampled, or empty. */
  std::string cgroup_folder;
  /** What is read beside the processes: the machine, the cgroup. */
  std::vector<std::unique_ptr<Probe>> probes;
};

/** The survey's account of itself. */
struct SurveyTotals {
  uint64_t ticks = 0;
  uint64_t missed_ticks = 0;
  uint64_t rows = 0;
  uint64_t dropped_rows = 0;
  uint64_t discoveries = 0;
  double period_ns = kNotMeasured;
  uint64_t rate_reductions = 0;
};

/**
 * Finds processes and reads what changes slowly or costs more, on a thread of its own: the sampling thread never waits
 * for it. `discover` belongs to the owner before the thread runs, and to that thread from then on.
 */
class Survey {
 public:
  Survey(SurveySetup setup, ProcessTable& table, void* ring_memory, uint32_t ring_slots);

  void run(Thread& thread) noexcept;

  /** Adds every process that belongs and is not known yet. */
  void discover();

  SurveyTotals totals() const noexcept { return published_.read(); }
  /** Of the probes that are about no process. */
  std::vector<KindTotals> surveyed() const;
  size_t ring_offset_bytes() const noexcept { return ring_offset_bytes_; }

 private:
  /** A process that was seen and is not sampled. */
  struct Refused {
    /** The search that saw it last. */
    uint64_t discovery;
    /** It was only that no more fit. */
    bool awaits_room;
  };

  void add_found(pid_t pid, pid_t parent_pid);
  void refuse(pid_t pid, bool awaits_room);
  void discover_children();
  void list_adopted();
  void discover_cgroup();
  void read_processes(double at_ns, double lateness_ns, bool with_threads);
  void read_probes(double at_ns, double lateness_ns);
  void add_surveyed(RecordKind kind, uint16_t source, double at_ns, const ProbeValues& values);
  void write(RecordKind kind, uint16_t source, pid_t pid, double at_ns, double lateness_ns,
             const ProbeValues& values) noexcept;

  SurveySetup setup_;
  ProcessTable& table_;
  RingWriter<Record> ring_;
  const size_t ring_offset_bytes_;
  std::vector<pid_t> found_;
  /** Those listed by the last search: one that is not listed has ended, and its id may come again. */
  std::unordered_map<pid_t, Refused> refused_;
  std::vector<std::pair<pid_t, pid_t>> children_;
  /** Null for none. */
  std::unique_ptr<ProcessThreads> adopter_;
  SurveyTotals totals_;
  Published<SurveyTotals> published_;
  mutable std::mutex mutex_;
  /** Guarded by the mutex. */
  std::vector<KindTotals> surveyed_;
};

}  // namespace loadcell
