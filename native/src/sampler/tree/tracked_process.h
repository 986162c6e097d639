#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/published.h"
#include "probe/column_totals.h"
#include "probe/linux/process/process_handle.h"
#include "probe/linux/process/process_probes.h"
#include "probe/linux/process/process_threads.h"
#include "probe/probe.h"

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
  explicit ProcessSurvey(const ProcessHandle& process)
      : memory(process), cpu(process), io(process), threads(process) {}

  ProcessMemoryProbe memory;
  ProcessCpuProbe cpu;
  ProcessIoProbe io;
  ProcessThreads threads;
};

/** CPU time of the children of a process, nanoseconds. Used by the survey's thread. */
struct ChildrenCpu {
  /** Of those that it has waited for, as the kernel adds it up: when first read, and last. */
  double reaped_first_ns = kNotMeasured;
  double reaped_last_ns = kNotMeasured;
  /** Of those that were sampled and have ended; a parent that does not wait has no other figure. */
  double ended_ns = 0;
};

/** Totals by kind of record. */
struct KindTotals {
  RecordKind kind;
  uint16_t source;
  RecordTotals totals;
};

/**
 * A process that is being sampled. The sampling thread has `working` and writes `totals`, until it sets `departed`;
 * the thread of the survey has `survey` and `children_cpu`. `surveyed`, `program` and everything that outlives the process
 * is guarded by the mutex of the table that holds it.
 */
struct TrackedProcess {
  TrackedProcess(ProcessHandle opened, pid_t found_under, double found_ns)
      : handle(std::move(opened)),
        parent_pid(found_under),
        found_at_ns(found_ns),
        program(handle.program()) {}

  ProcessHandle handle;
  /** 0 for one that was requested by its id. */
  const pid_t parent_pid;
  const double found_at_ns;
  /** Whether it began after sampling did: then all CPU time that it used counts. Set before it is handed on. */
  bool is_newborn = false;
  /** Its parent, where the two have one address space. Set before it is handed on; 0 for none. */
  pid_t shares_memory_with = 0;
  /** Whether its memory counts as that of another process with the same address space. Written by the sampling thread. */
  std::atomic<bool> is_counted_elsewhere{false};

  ProcessTotals working;
  bool signalled = false;
  Published<ProcessTotals> totals;
  std::atomic<bool> departed{false};

  std::unique_ptr<ProcessSurvey> survey;
  ChildrenCpu children_cpu;
  /** As last seen: what a process that was just born is called changes when it executes another program. */
  std::string program;
  std::vector<KindTotals> surveyed;
};

}  // namespace loadcell
