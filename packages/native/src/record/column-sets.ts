/** Columns of one kind of record; `native/src/probe/record.h` defines the numbers and the order. */
export interface ColumnSet<Column extends string> {
  readonly kind: number;
  readonly columns: readonly Column[];
}

/**
 * What a survey reads in addition to the RSS of every tick. Counters start with the process, the cgroup or the machine. A value
 * that could not be read is NaN.
 */
export const COLUMN_SETS = {
  /** 50 Hz, from status; `peakRssBytes` is the kernel's high-water mark. */
  processMemory: {
    kind: 2,
    columns: ['anonBytes', 'fileBytes', 'shmemBytes', 'swapBytes', 'peakRssBytes'],
  },
  /** 50 Hz, from stat; times in clock ticks, usually 10 ms. */
  processCpu: {
    kind: 3,
    columns: ['userNs', 'systemNs', 'minorFaults', 'majorFaults', 'threads'],
  },
  /** 50 Hz, from io; storage counts what bypassed or missed the page cache. */
  processIo: {
    kind: 4,
    columns: ['storageReadBytes', 'storageWrittenBytes', 'readBytes', 'writtenBytes'],
  },
  /** 2 Hz, summed over threads; what a thread does after its last read is lost. */
  processScheduling: {
    kind: 5,
    columns: ['runQueueWaitNs', 'voluntarySwitches', 'involuntarySwitches'],
  },
  /**
   * 50 Hz: memory of the cgroup of the first process, and of each cgroup above it with a limit, as accounted by the kernel:
   * including page cache and kernel memory, shared pages once. Every value belongs to the cgroup named by `source`: 0 is that of
   * the process, 1 its parent, and so on; plus 32 for each move of the process. The limit is infinite without one. `oomKills` of
   * version 1 excludes the cgroups below.
   */
  cgroupMemory: {
    kind: 6,
    columns: ['currentBytes', 'peakBytes', 'limitBytes', 'limitHits', 'oomKills'],
  },
  /** 50 Hz: PSI, the time in which some or all tasks waited; by source, see {@link PRESSURE_SOURCES}. */
  pressure: {
    kind: 7,
    columns: ['memorySomeNs', 'memoryFullNs', 'cpuSomeNs', 'ioSomeNs', 'ioFullNs'],
  },
  /** 50 Hz. */
  machineMemory: {
    kind: 8,
    columns: ['totalBytes', 'availableBytes', 'freeBytes', 'cachedBytes', 'swapUsedBytes'],
  },
  /** 50 Hz; CPU time summed over the cores, in clock ticks. */
  machineCpu: {
    kind: 9,
    columns: ['busyNs', 'idleNs', 'stealNs', 'cores'],
  },
  /** 10 Hz, by device. `utilization` is 0 to 1. */
  gpu: {
    kind: 10,
    columns: ['usedBytes', 'totalBytes', 'utilization', 'powerWatts', 'temperatureCelsius'],
  },
  /** 10 Hz, by device; energy counts since the driver was loaded, reasons are the driver's bits. */
  gpuClocks: {
    kind: 11,
    columns: ['energyJoules', 'coreClockHz', 'memoryClockHz', 'throttleReasons'],
  },
  /**
   * 1 Hz, by device and process of the tree. `usedBytes` is memory of every kind, `deviceBytes` the part on the device rather
   * than in system memory, `sharedBytes` the part that other clients of the driver also hold.
   */
  gpuProcess: {
    kind: 12,
    columns: ['usedBytes', 'deviceBytes', 'sharedBytes'],
  },
  /** 1 Hz, by device: all processes of the tree together, each client of the driver once. */
  gpuTree: {
    kind: 13,
    columns: ['usedBytes', 'deviceBytes', 'sharedBytes'],
  },
  /** 10 Hz, by device: system memory that it uses in addition to its own. */
  gpuSystem: {
    kind: 14,
    columns: ['usedBytes'],
  },
  /**
   * 50 Hz, for all sampled processes together. CPU time counts from the start of sampling and includes children too short to
   * be sampled. RSS excludes huge pages and swap. `proportionalBytes` counts each shared page once and includes swap and huge
   * pages; it is read periodically. `unsampledProcesses` counts known processes that were not sampled.
   */
  tree: {
    kind: 15,
    columns: ['cpuNs', 'hugetlbBytes', 'swapBytes', 'proportionalBytes', 'unsampledProcesses'],
  },
  /**
   * 10 Hz, with a `cgroupMemory` row of the same time and source, for cgroups with a limit: file cache within the usage, the
   * throttling threshold, and swap used and allowed in addition to the memory limit.
   */
  cgroupLimit: {
    kind: 16,
    columns: ['inactiveFileBytes', 'activeFileBytes', 'highBytes', 'swapBytes', 'swapLimitBytes'],
  },
  /**
   * 10 Hz: OOM kills anywhere on the machine; how often the first process was moved to another cgroup; and how many cgroups from
   * its own upwards are visible, 0 when it was not found.
   */
  memoryEvents: {
    kind: 17,
    columns: ['machineOomKills', 'cgroupMoves', 'cgroupLevels'],
  },
} as const;

/** Values of `source` in pressure rows. */
export const PRESSURE_SOURCES = { machine: 0, cgroup: 1 } as const;

type Sets = typeof COLUMN_SETS;

/** Name of a set of columns. */
export type ColumnSetName = keyof Sets;

/** Columns of a set. */
export type ColumnOf<Name extends ColumnSetName> = Sets[Name]['columns'][number];
