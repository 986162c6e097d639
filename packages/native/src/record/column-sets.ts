/** Columns of one kind of record; `native/src/probe/record.h` defines the numbers and the order. */
export interface ColumnSet<Column extends string> {
  readonly kind: number;
  /** Whose values they are, how often they are read, and what a name does not say. */
  readonly description: string;
  readonly columns: readonly Column[];
}

/**
 * What a survey reads in addition to the RSS of every tick. Counters start with the process, the cgroup or the machine. A value
 * that could not be read is NaN.
 */
export const COLUMN_SETS = {
  processMemory: {
    kind: 2,
    description:
      'of each process, from status, at 50 Hz; peakRssBytes is the high-water mark of the kernel',
    columns: ['anonBytes', 'fileBytes', 'shmemBytes', 'swapBytes', 'peakRssBytes'],
  },
  processCpu: {
    kind: 3,
    description: 'of each process, from stat, at 50 Hz; times in clock ticks, usually 10 ms',
    columns: ['userNs', 'systemNs', 'minorFaults', 'majorFaults', 'threads'],
  },
  processIo: {
    kind: 4,
    description:
      'of each process, from io, at 50 Hz; storage counts what bypassed or missed the page cache',
    columns: ['storageReadBytes', 'storageWrittenBytes', 'readBytes', 'writtenBytes'],
  },
  processScheduling: {
    kind: 5,
    description:
      'of each process, summed over threads, at 2 Hz; what a thread does after its last read is lost',
    columns: ['runQueueWaitNs', 'voluntarySwitches', 'involuntarySwitches'],
  },
  cgroupMemory: {
    kind: 6,
    description:
      'of the cgroup of the first process, and of each cgroup above it with a limit, at 50 Hz, as accounted by the kernel: including page cache and kernel memory, shared pages once; source 0 is the cgroup of the process, 1 its parent, and so on, plus 32 for each move of the process; the limit is infinite without one; oomKills of cgroup version 1 excludes the cgroups below',
    columns: ['currentBytes', 'peakBytes', 'limitBytes', 'limitHits', 'oomKills'],
  },
  pressure: {
    kind: 7,
    description:
      'PSI, the time in which some or all tasks waited, at 50 Hz; source 0 is the machine, 1 the cgroup',
    columns: ['memorySomeNs', 'memoryFullNs', 'cpuSomeNs', 'ioSomeNs', 'ioFullNs'],
  },
  machineMemory: {
    kind: 8,
    description: 'of the machine, at 50 Hz',
    columns: ['totalBytes', 'availableBytes', 'freeBytes', 'cachedBytes', 'swapUsedBytes'],
  },
  machineCpu: {
    kind: 9,
    description: 'of the machine, at 50 Hz; CPU time summed over the cores, in clock ticks',
    columns: ['busyNs', 'idleNs', 'stealNs', 'cores'],
  },
  gpu: {
    kind: 10,
    description: 'by device, at 10 Hz; utilization is 0 to 1',
    columns: ['usedBytes', 'totalBytes', 'utilization', 'powerWatts', 'temperatureCelsius'],
  },
  gpuClocks: {
    kind: 11,
    description:
      'by device, at 10 Hz; energy counts since the driver was loaded, reasons are the bits of the driver',
    columns: ['energyJoules', 'coreClockHz', 'memoryClockHz', 'throttleReasons'],
  },
  gpuProcess: {
    kind: 12,
    description:
      'by device and process of the tree, at 1 Hz; usedBytes is memory of every kind, deviceBytes the part on the device rather than in system memory, sharedBytes the part that other clients of the driver also hold',
    columns: ['usedBytes', 'deviceBytes', 'sharedBytes'],
  },
  gpuTree: {
    kind: 13,
    description:
      'by device, at 1 Hz; all processes of the tree together, each client of the driver once',
    columns: ['usedBytes', 'deviceBytes', 'sharedBytes'],
  },
  gpuSystem: {
    kind: 14,
    description: 'by device, at 10 Hz; system memory that it uses in addition to its own',
    columns: ['usedBytes'],
  },
  tree: {
    kind: 15,
    description:
      'of all sampled processes together, at 50 Hz; CPU time counts from the start of sampling and includes children too short to be sampled; RSS excludes huge pages and swap; proportionalBytes counts each shared page once, includes swap and huge pages, and is read periodically; unsampledProcesses counts known processes that were not sampled',
    columns: ['cpuNs', 'hugetlbBytes', 'swapBytes', 'proportionalBytes', 'unsampledProcesses'],
  },
  cgroupLimit: {
    kind: 16,
    description:
      'at 10 Hz, for cgroups with a limit, with a cgroupMemory value of the same time and source; file cache within the usage, the throttling threshold, and swap used and allowed in addition to the memory limit',
    columns: ['inactiveFileBytes', 'activeFileBytes', 'highBytes', 'swapBytes', 'swapLimitBytes'],
  },
  memoryEvents: {
    kind: 17,
    description:
      'at 10 Hz; OOM kills anywhere on the machine, moves of the first process to another cgroup, and visible cgroups from its own upwards, 0 when it was not found',
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
