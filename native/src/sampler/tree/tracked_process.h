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

/** Totals of one process, from the sampling thread. Timestamps that never happened are NaN. */
struct ProcessTotals {
  ColumnTotals rss;
  ColumnTotals shared;
  ColumnTotals anon;
  ColumnTotals cpu;
  /** When its end was first seen; an end is never a sample of 0 bytes. */
  double exited_at_ns = kNotMeasured;
  uint64_t read_errors = 0;
};

/** Probes of one process that the survey reads. Used by the survey's thread. */
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
  /** Of children that it has reaped, as summed by the kernel: first and last value read. */
  double reaped_first_ns = kNotMeasured;
  double reaped_last_ns = kNotMeasured;
  /** Of sampled children that have ended; the only value for a parent that does not reap. */
  double ended_ns = 0;
};

/** Totals by kind of record. */
struct KindTotals {
  RecordKind kind;
  uint16_t source;
  RecordTotals totals;
};

/**
 * A sampled process. The sampling thread owns `working` and writes `totals` until it sets `departed`; the survey's thread owns
 * `survey` and `children_cpu`. The mutex of the table guards `surveyed`, `program` and everything that outlives the process.
 */
struct TrackedProcess {
  TrackedProcess(ProcessHandle opened, pid_t found_under, double found_ns)
      : handle(std::move(opened)),
        parent_pid(found_under),
        found_at_ns(found_ns),
        program(handle.program()) {}

  ProcessHandle handle;
  /** 0 for a process requested by ID. */
  const pid_t parent_pid;
  const double found_at_ns;
  /** Whether it began after sampling did, so that all its CPU time counts. Set before it is passed on. */
  bool is_newborn = false;
  /** Its parent if the two share an address space, else 0. Set before it is passed on. */
  pid_t shares_memory_with = 0;
  /** Whether its memory counts in another process with the same address space. Written by the sampling thread. */
  std::atomic<bool> is_counted_elsewhere{false};

  ProcessTotals working;
  bool signalled = false;
  Published<ProcessTotals> totals;
  std::atomic<bool> departed{false};

  std::unique_ptr<ProcessSurvey> survey;
  ChildrenCpu children_cpu;
  /** As last read: the name changes when the process executes another program. */
  std::string program;
  std::vector<KindTotals> surveyed;
};

}  // namespace loadcell
