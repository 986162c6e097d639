/** What the native thread kept of all processes together: exact where rows were dropped. `NaN` was not measured. */
export interface TreeFigures {
  /** Resident bytes of all processes; the average is weighted by time. */
  readonly rssBytes: {
    readonly first: number;
    readonly average: number;
    readonly peak: number;
    readonly last: number;
  };
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly firstAtNs: number;
  readonly lastAtNs: number;
  readonly peakAtNs: number;
  /** CPU time of the tree since sampling began, with children too short to be sampled. */
  readonly cpuNs: number;
  /** Processes that live. */
  readonly live: number;
  /** Processes that are known and were not sampled. */
  readonly unsampled: number;
  /** The largest at any reading, 50 a second; in no resident size. */
  readonly peakSwapBytes: number;
  /** The same of huge pages, which are in `rssBytes`. */
  readonly peakHugetlbBytes: number;
}

/** The memory of a tree with shared pages counted once. */
export interface ProportionalFigures {
  /** At least so much at the peak: the larger of all readings and of the largest process. `NaN` without a reading. */
  readonly peakBytes: number;
  readonly readings: number;
}

/** A process of the tree. It is its pid and its start: pids are used again. */
export interface SampledProcess {
  readonly pid: number;
  /** When it began, in clock ticks since boot. */
  readonly startTicks: number;
  /** Under which process it was found; 0 for the one that was asked for. */
  readonly parentPid: number;
  /** Name of the program when it was last seen, at most 15 characters. */
  readonly program: string;
  readonly foundAtNs: number;
  /** When it was first seen to be gone; `NaN` while it lives. */
  readonly exitedAtNs: number;
  /** `NaN` where it had one address space with another process all the time: its memory counts there. */
  readonly peakRssBytes: number;
  readonly peakAtNs: number;
  /** CPU time that it used since sampling began; all of it, of a process that began later. */
  readonly cpuNs: number;
}

/** A limit of the guard that was crossed. */
export interface CrossedLimit {
  readonly level: 'soft' | 'hard';
  readonly bytes: number;
  /** Whether shared pages count once in `bytes`, over all processes; of the largest process alone otherwise. */
  readonly isProportional: boolean;
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly atNs: number;
}
