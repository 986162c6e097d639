#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/published.h"
#include "probe/linux/process_handle.h"
#include "probe/linux/process_threads.h"
#include "probe/probe.h"
#include "sampler/column_totals.h"

namespace loadcell {

/** What the sampling thread knows of one process. Stamps that never happened are NaN. */
struct ProcessTotals {
  ColumnTotals rss;
  ColumnTotals shared;
  ColumnTotals anon;
  ColumnTotals cpu;
  /** When it was first seen to be gone; never a sample of 0 bytes. */
  double exited_at_ns = kNotMeasured;
  uint64_t read_errors = 0;
};

/** What the survey reads of one process, beside what the sampling thread does. Used by the survey's thread. */
struct ProcessSurvey {
  explicit ProcessSurvey(const ProcessHandle& process);

  std::vector<std::unique_ptr<Probe>> probes;
  ProcessThreads threads;
};

/** Totals by kind of record. */
struct KindTotals {
  RecordKind kind;
  uint16_t source;
  RecordTotals totals;
};

/**
 * A process that is being sampled. The sampling thread has `working` and writes `totals`, until it sets `departed`;
 * the thread of the survey has `survey`. `surveyed` and everything that outlives the process is guarded by the
 * mutex of the table that holds it.
 */
struct TrackedProcess {
  TrackedProcess(ProcessHandle opened, pid_t found_under, double found_ns)
      : handle(std::move(opened)), parent_pid(found_under), found_at_ns(found_ns) {}

  ProcessHandle handle;
  /** 0 for one that was asked for by its id. */
  const pid_t parent_pid;
  const double found_at_ns;

  ProcessTotals working;
  bool signalled = false;
  Published<ProcessTotals> totals;
  std::atomic<bool> departed{false};

  std::unique_ptr<ProcessSurvey> survey;
  std::vector<KindTotals> surveyed;
};

}  // namespace loadcell
