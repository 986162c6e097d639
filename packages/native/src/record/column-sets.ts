/** The columns of one kind of record; `native/src/probe/record.h` numbers the kinds and orders the columns. */
export interface ColumnSet<Column extends string> {
  readonly kind: number;
  readonly columns: readonly Column[];
}

/**
 * What a survey reads, beside the resident sizes that every tick has. Counters count since the process, the group or
 * the machine began. A value that could not be read is NaN.
 */
export const COLUMN_SETS = {
  /** 50 times a second, from status; `peakRssBytes` is the kernel's own high-water mark. */
  processMemory: {
    kind: 2,
    columns: ['anonBytes', 'fileBytes', 'shmemBytes', 'swapBytes', 'peakRssBytes'],
  },
  /** 50 times a second, from stat; times in steps of a clock tick, mostly 10 ms. */
  processCpu: {
    kind: 3,
    columns: ['userNs', 'systemNs', 'minorFaults', 'majorFaults', 'threads'],
  },
  /** 50 times a second, from io; storage is what passed the page cache. */
  processIo: {
    kind: 4,
    columns: ['storageReadBytes', 'storageWrittenBytes', 'readBytes', 'writtenBytes'],
  },
  /** Twice a second, summed over the threads; what a thread did after the last look before its end is lost. */
  processScheduling: {
    kind: 5,
    columns: ['runQueueWaitNs', 'voluntarySwitches', 'involuntarySwitches'],
  },
  /**
   * 50 times a second: the kernel's account of the cgroup of the first process, and of each above it that has a limit, page
   * cache and kernel memory included, shared pages once. Every value is of the one group that `source` names: 0 is that of the
   * process, 1 the one that this is in, and so on; 32 more each time that the process was moved. Its limit is infinite without one. `oomKills` of version 1 leaves out groups below.
   */
  cgroupMemory: {
    kind: 6,
    columns: ['currentBytes', 'peakBytes', 'limitBytes', 'limitHits', 'oomKills'],
  },
  /** 50 times a second: time in which some, or all, tasks waited; by source, see {@link PRESSURE_SOURCES}. */
  pressure: {
    kind: 7,
    columns: ['memorySomeNs', 'memoryFullNs', 'cpuSomeNs', 'ioSomeNs', 'ioFullNs'],
  },
  /** 50 times a second. */
  machineMemory: {
    kind: 8,
    columns: ['totalBytes', 'availableBytes', 'freeBytes', 'cachedBytes', 'swapUsedBytes'],
  },
  /** 50 times a second; CPU time summed over the cores, in steps of a clock tick. */
  machineCpu: {
    kind: 9,
    columns: ['busyNs', 'idleNs', 'stealNs', 'cores'],
  },
  /** Ten times a second, by device. `utilization` is 0 to 1. */
  gpu: {
    kind: 10,
    columns: ['usedBytes', 'totalBytes', 'utilization', 'powerWatts', 'temperatureCelsius'],
  },
  /** Ten times a second, by device; energy counts since the driver was loaded, reasons are the driver's bits. */
  gpuClocks: {
    kind: 11,
    columns: ['energyJoules', 'coreClockHz', 'memoryClockHz', 'throttleReasons'],
  },
  /**
   * Once a second, by device and process of the tree. `usedBytes` is memory of every kind, `deviceBytes` what of it is on
   * the device and not in the system's memory, `sharedBytes` what other clients of the driver hold too.
   */
  gpuProcess: {
    kind: 12,
    columns: ['usedBytes', 'deviceBytes', 'sharedBytes'],
  },
  /** Once a second, by device: all processes of the tree together, each client of the driver once. */
  gpuTree: {
    kind: 13,
    columns: ['usedBytes', 'deviceBytes', 'sharedBytes'],
  },
  /** Ten times a second, by device: memory of the system that it uses beside its own. */
  gpuSystem: {
    kind: 14,
    columns: ['usedBytes'],
  },
  /**
   * 50 times a second, of all sampled processes together. CPU time counts from the beginning of sampling, with that of
   * children too short to be sampled. Huge pages and swap are in no resident size. `proportionalBytes` has each shared page once,
   * and swap and huge pages; it is read now and then. `unsampledProcesses` counts those that are known and were not sampled.
   */
  tree: {
    kind: 15,
    columns: ['cpuNs', 'hugetlbBytes', 'swapBytes', 'proportionalBytes', 'unsampledProcesses'],
  },
  /**
   * Ten times a second, with a row of `cgroupMemory` of the same time and source, of groups that have a limit: the file cache
   * within the usage, where the kernel slows the group down, swap used and allowed beyond the limit of memory.
   */
  cgroupLimit: {
    kind: 16,
    columns: ['inactiveFileBytes', 'activeFileBytes', 'highBytes', 'swapBytes', 'swapLimitBytes'],
  },
  /**
   * Ten times a second: processes that the kernel killed for memory anywhere on the machine; how often the first process
   * was moved to another cgroup, and how many groups from its own upwards are seen, 0 where it is not found.
   */
  memoryEvents: {
    kind: 17,
    columns: ['machineOomKills', 'cgroupMoves', 'cgroupLevels'],
  },
} as const;

/** Values of `source` in rows of pressure. */
export const PRESSURE_SOURCES = { machine: 0, cgroup: 1 } as const;

type Sets = typeof COLUMN_SETS;

/** Name of a set of columns. */
export type ColumnSetName = keyof Sets;

/** Columns of a set. */
export type ColumnOf<Name extends ColumnSetName> = Sets[Name]['columns'][number];
