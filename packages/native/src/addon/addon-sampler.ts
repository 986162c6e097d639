import type { AddonRing } from './addon-ring.ts';

/** Limits for the memory of all processes together, bytes; infinite for none. */
export interface AddonGuard {
  readonly softLimitBytes: number;
  readonly hardLimitBytes: number;
  /** Signal number sent at the hard limit, 0 for none. */
  readonly stopSignal: number;
}

/** Source of the values of this process's JavaScript heap. */
export interface AddonHeap {
  /** Whether JavaScript supplies them by `addHeap`, instead of V8. */
  readonly usesTimer: boolean;
  /** Current used, total, limit, external and malloced bytes; compared once with the values read from V8. */
  readonly readHeap: () => readonly number[];
}

/** Options of the survey's thread. */
export interface AddonSurvey extends AddonRing {
  readonly periodNs: number;
  readonly discoveryPeriodNs: number;
  readonly threadsPeriodNs: number;
  /** Share of one core; infinite for no budget. */
  readonly cpuShare: number;
  readonly followsChildren: boolean;
  /** The process that adopts orphans of the tree and does not belong to it; 0 for none. */
  readonly adopter: number;
  /** Empty for none. */
  readonly cgroupFolder: string;
  /** Whether the machine is read. */
  readonly machine: boolean;
  /** The process whose cgroup is read; 0 for none. */
  readonly cgroupOf: number;
}

/** Options of the addon's sampler; every value is resolved. */
export interface AddonSamplerOptions extends AddonRing {
  readonly procRoot: string;
  readonly pids: readonly number[];
  readonly maxProcesses: number;
  readonly periodNs: number;
  /** Share of one core; infinite for no budget. */
  readonly cpuShare: number;
  readonly memoryOnly: boolean;
  /** Whether the proportional size of a tree is read periodically. */
  readonly weighs: boolean;
  readonly endsWithProcesses: boolean;
  readonly guard: AddonGuard | null;
  readonly survey: AddonSurvey | null;
  readonly heap: AddonHeap | null;
}

/** The addon's sampler. Callers validate what it returns. */
export interface AddonSampler {
  start(): void;
  stop(): void;
  totals(): unknown;
  processes(): unknown;
  living(): unknown;
  surveyed(): unknown;
  heap(): unknown;
  addHeap(values: readonly number[]): void;
  missing(): unknown;
  hasExited(): unknown;
  ringOffsetBytes(): unknown;
  surveyRingOffsetBytes(): unknown;
}
