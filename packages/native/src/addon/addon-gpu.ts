import type { AddonRing } from './addon-ring.ts';

/** Options of the addon's GPU sampler; every value is resolved. */
export interface AddonGpuOptions extends AddonRing {
  /** Empty to skip NVIDIA. */
  readonly nvmlPath: string;
  readonly sysRoot: string;
  readonly procRoot: string;
  readonly periodNs: number;
  readonly processesPeriodNs: number;
}

/** The addon's GPU sampler. Callers validate what it returns. */
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
