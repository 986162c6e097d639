/** The native thread's values of all processes together: exact even if rows were dropped. `NaN` for not measured. */
export interface TreeFigures {
  /** RSS of all processes; the average is weighted by time. */
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
  /** CPU time of the tree since sampling began, including children too short to be sampled. */
  readonly cpuNs: number;
  /** Live processes. */
  readonly live: number;
  /** Known processes that were not sampled. */
  readonly unsampled: number;
  /** The largest reading, at 50 per second; not part of RSS. */
  readonly peakSwapBytes: number;
  /** The same for huge pages, which `rssBytes` includes. */
  readonly peakHugetlbBytes: number;
}

/** The memory of a tree with shared pages counted once. */
export interface ProportionalFigures {
  /** Lower bound of the peak: the larger of all readings and of the largest process. `NaN` without a reading. */
  readonly peakBytes: number;
  readonly readings: number;
}

/** A process of the tree, identified by pid and start: pids are reused. */
export interface SampledProcess {
  readonly pid: number;
  /** Its start, in clock ticks since boot. */
  readonly startTicks: number;
  /** The process under which it was found; 0 for the requested one. */
  readonly parentPid: number;
  /** Program name when it was last seen, at most 15 characters. */
  readonly program: string;
  readonly foundAtNs: number;
  /** When its end was first seen; `NaN` while it lives. */
  readonly exitedAtNs: number;
  /** `NaN` if it always shared its address space with another process, whose memory then includes it. */
  readonly peakRssBytes: number;
  readonly peakAtNs: number;
  /** CPU time since sampling began; all of it, for a process that began later. */
  readonly cpuNs: number;
}

/** A crossed limit of the guard. */
export interface CrossedLimit {
  readonly level: 'soft' | 'hard';
  readonly bytes: number;
  /** Whether `bytes` counts shared pages once over all processes; otherwise it is the largest process alone. */
  readonly isProportional: boolean;
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly atNs: number;
}
