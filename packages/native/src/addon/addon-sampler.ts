import type { AddonRing } from './addon-ring.ts';

/** Limits on the resident memory of all processes together, bytes; infinite for none. */
export interface AddonGuard {
  readonly softLimitBytes: number;
  readonly hardLimitBytes: number;
  /** Number of the signal to send at the hard limit, 0 for none. */
  readonly stopSignal: number;
}

/** Where the figures of this process's JavaScript heap come from. */
export interface AddonHeap {
  /** Whether JavaScript tells them by `addHeap`, instead of V8 itself. */
  readonly told: boolean;
  /** Used, total, limit, external and malloced bytes now; V8's own figures are compared with them once. */
  readonly readHeap: () => readonly number[];
}

/** What the survey's thread does. */
export interface AddonSurvey extends AddonRing {
  readonly periodNs: number;
  readonly discoveryPeriodNs: number;
  readonly threadsPeriodNs: number;
  /** Share of a core; infinite for no budget. */
  readonly cpuShare: number;
  readonly followsChildren: boolean;
  /** Whose children are of the tree, and which is not; 0 for none. */
  readonly adopter: number;
  /** Empty for none. */
  readonly cgroupFolder: string;
  /** Whether the machine is read. */
  readonly machine: boolean;
  /** The process whose cgroup is read, 0 for none. */
  readonly cgroupOf: number;
}

/** What the addon's sampler is made with; every option is resolved. */
export interface AddonSamplerOptions extends AddonRing {
  readonly procRoot: string;
  readonly pids: readonly number[];
  readonly maxProcesses: number;
  readonly periodNs: number;
  /** Share of a core; infinite for no budget. */
  readonly cpuShare: number;
  readonly memoryOnly: boolean;
  /** Whether the proportional size of a tree is read now and then. */
  readonly weighs: boolean;
  readonly endsWithProcesses: boolean;
  readonly guard: AddonGuard | null;
  readonly survey: AddonSurvey | null;
  readonly heap: AddonHeap | null;
}

/** The addon's sampler. What it returns is parsed by whoever calls it. */
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
