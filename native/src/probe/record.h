#pragma once

#include <cstdint>
#include <limits>

namespace loadcell {

/** A value that could not be read. */
constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();

/** Values in one record. */
constexpr int kRecordValues = 5;

/**
 * The values of each kind of record, in order. The numbers are part of the layout that JavaScript reads;
 * `packages/native/src/record/column-sets.ts` names the same columns. Counters count since the process, the group or the
 * machine began.
 */
enum class RecordKind : uint16_t {
  /** rssBytes, sharedBytes, cpuNs, heapUsedBytes. Hot. */
  kProcess = 1,
  /** anonBytes, fileBytes, shmemBytes, swapBytes, peakRssBytes. Warm, from status. */
  kProcessMemory = 2,
  /** userNs, systemNs, minorFaults, majorFaults, threads. Warm, from stat. */
  kProcessCpu = 3,
  /** storageReadBytes, storageWrittenBytes, readBytes, writtenBytes. Warm, from io. */
  kProcessIo = 4,
  /** runQueueWaitNs, voluntarySwitches, involuntarySwitches. Slow, summed over threads. */
  kProcessScheduling = 5,
  /**
   * currentBytes, peakBytes, limitBytes (infinite without one), limitHits, oomKills. Warm; `source` is the number of levels
   * above the cgroup of the process.
   */
  kCgroupMemory = 6,
  /** memorySomeNs, memoryFullNs, cpuSomeNs, ioSomeNs, ioFullNs. Warm; `source` is a PressureSource. */
  kPressure = 7,
  /** totalBytes, availableBytes, freeBytes, cachedBytes, swapUsedBytes. Warm. */
  kMachineMemory = 8,
  /** busyNs, idleNs, stealNs, cores. Warm; CPU time summed over cores. */
  kMachineCpu = 9,
  /** usedBytes, totalBytes, utilization, powerWatts, temperatureCelsius. Slow; `source` is the device. */
  kGpu = 10,
  /** energyJoules, coreClockHz, memoryClockHz, throttleReasons. Slow; `source` is the device. */
  kGpuClocks = 11,
  /** usedBytes, deviceBytes, sharedBytes, of one process of the tree. Slow; `source` is the device. */
  kGpuProcess = 12,
  /** The same columns for all processes of the tree together. Slow; `source` is the device. */
  kGpuTree = 13,
  /** usedBytes: system memory that a device uses in addition to its own. Slow; `source` is the device. */
  kGpuSystem = 14,
  /** cpuNs, hugetlbBytes, swapBytes, proportionalBytes, unsampledProcesses. Warm; all sampled processes together. */
  kTree = 15,
  /** inactiveFileBytes, activeFileBytes, highBytes, swapBytes, swapLimitBytes. A fifth of the warm rate; cgroups with a limit. */
  kCgroupLimit = 16,
  /** machineOomKills, cgroupMoves, cgroupLevels. A fifth of the warm rate. */
  kMemoryEvents = 17,
};

/** What a pressure record is about. */
enum class PressureSource : uint16_t { kMachine = 0, kCgroup = 1 };

/** One row on a ring: 64 bytes, a cache line. A value that could not be read is NaN. */
struct Record {
  /** CLOCK_MONOTONIC; all rows of one tick have the same timestamp, taken before the first read. */
  double time_ns;
  /** How long after its deadline the tick began. */
  double lateness_ns;
  /** 0 when the row is not about a process. */
  int32_t pid;
  uint16_t kind;
  uint16_t source;
  double values[kRecordValues];
};
static_assert(sizeof(Record) == 64);

}  // namespace loadcell
