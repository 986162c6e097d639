#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/published.h"
#include "base/ring.h"
#include "base/thread.h"
#include "probe/probe.h"
#include "sampler/hot/hot_loop.h"
#include "sampler/memory/memory_scale.h"
#include "sampler/tree/process_table.h"
#include "sampler/tree/tree_cpu.h"
#include "sampler/tree/tree_search.h"

namespace loadcell {

/** What the survey reads, and how often. */
struct SurveySetup {
  TreeScope scope;
  /** Interval between reads of the warm columns. */
  int64_t period_ns;
  /** Intervals between searches for new processes and between walks over threads, multiples of the period. */
  int64_t discovery_period_ns;
  int64_t threads_period_ns;
  /** Share of a core that the thread may use; infinite for no budget. */
  double cpu_share;
  /** What is read in addition to processes: the machine, the cgroup. */
  std::vector<std::unique_ptr<Probe>> probes;
};

/** Totals of the survey. */
struct SurveyTotals {
  uint64_t ticks = 0;
  uint64_t missed_ticks = 0;
  uint64_t rows = 0;
  uint64_t dropped_rows = 0;
  uint64_t discoveries = 0;
  double period_ns = kNotMeasured;
  uint64_t rate_reductions = 0;
  bool has_lost_births = false;
  /** Readings of the proportional size written to the ring. */
  uint64_t weights = 0;
};

/** What the survey uses; all of it outlives the survey. */
struct SurveyParts {
  ProcessTable& table;
  HotLoop& hot;
  /** May be null. */
  const MemoryScale* scale;
};

/**
 * Finds processes and reads what changes slowly or costs more, on a separate thread: the sampling thread never waits for
 * it. `search` belongs to the owner until the thread runs, and to that thread from then on.
 */
class Survey {
 public:
  Survey(SurveySetup setup, const SurveyParts& parts, void* ring_memory, uint32_t ring_slots);

  void run(Thread& thread) noexcept;

  /** Adds every process of the tree that is not known yet. */
  void search() { search_.search(); }

  SurveyTotals totals() const noexcept { return published_.read(); }
  /** Totals of the probes that are not about a process, and of the whole tree. */
  std::vector<KindTotals> surveyed() const;
  /** Why processes shorter than the search interval are not found; empty when they are. */
  const std::string& no_births_because() const noexcept { return search_.no_births_because(); }
  size_t ring_offset_bytes() const noexcept { return ring_offset_bytes_; }

 private:
  /** Waits for the deadline and adds processes that begin before it. False when a stop is requested. */
  bool await(Thread& thread, int64_t deadline_ns);
  void read(double at_ns, double lateness_ns, bool with_threads);
  void read_processes(double at_ns, double lateness_ns, bool with_threads);
  void read_process(TrackedProcess& process, double at_ns, double lateness_ns);
  void read_tree(double at_ns, double lateness_ns);
  void read_probes(double at_ns, double lateness_ns);
  void add_surveyed(RecordKind kind, uint16_t source, double at_ns, const ProbeValues& values);
  void write(RecordKind kind, uint16_t source, pid_t pid, double at_ns, double lateness_ns,
             const ProbeValues& values) noexcept;

  SurveySetup setup_;
  SurveyParts parts_;
  TreeSearch search_;
  TreeCpu cpu_;
  RingWriter<Record> ring_;
  const size_t ring_offset_bytes_;
  /** From the current round of reads. */
  BeyondResident beyond_;
  /** Time of the last row about the tree. */
  double tree_at_ns_ = kNotMeasured;
  SurveyTotals totals_;
  Published<SurveyTotals> published_;
  mutable std::mutex mutex_;
  /** Guarded by the mutex. */
  std::vector<KindTotals> surveyed_;
};

}  // namespace loadcell
