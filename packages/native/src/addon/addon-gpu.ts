import type { AddonRing } from './addon-ring.ts';

/** What the addon's GPU sampler is made with; every option is resolved. */
export interface AddonGpuOptions extends AddonRing {
  /** Empty to leave NVIDIA out. */
  readonly nvmlPath: string;
  readonly sysRoot: string;
  readonly procRoot: string;
  readonly periodNs: number;
  readonly processesPeriodNs: number;
}

/** The addon's GPU sampler. What it returns is parsed by whoever calls it. */
export interface AddonGpuSampler {
  start(): void;
  stop(): void;
  setProcesses(options: {
    readonly pids: readonly number[];
    readonly startTicks: readonly number[];
  }): void;
  totals(): unknown;
  devices(): unknown;
  missing(): unknown;
  problems(): unknown;
  ringOffsetBytes(): unknown;
}
