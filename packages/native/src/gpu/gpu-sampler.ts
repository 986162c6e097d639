import * as z from 'zod';
import type { NativeAddon } from '../addon/addon-contract.ts';
import { COLUMN_SETS, type ColumnOf } from '../record/column-sets.ts';
import { loadNative } from '../addon/load-native.ts';
import type { ProcessIdentity } from '../sampler/process-report.ts';
import { RingReader, ringBytes } from '../record/ring-reader.ts';
import { takeRows, type SurveyRows } from '../sampler/survey-batch.ts';
import type { AddonGpuSampler } from '../addon/addon-gpu.ts';
import { GpuAccountSchema, parseDevices, type GpuAccount, type GpuReport } from './gpu-report.ts';

/** What to watch of the GPUs, and how often. */
export interface GpuSamplerOptions {
  /** Between readings, 100,000,000 nanoseconds unless given: drivers cost more than memory does. */
  readonly periodNs?: number;
  /** Between lists of processes, 1,000,000,000 nanoseconds unless given: they can stall the workload. */
  readonly processesPeriodNs?: number;
  /** Rows that wait for `drain()` at most, a power of two; 4,096 unless given. */
  readonly ringSlots?: number;
  /** NVIDIA's library: a path, or a name that the loader finds; false to leave NVIDIA out. */
  readonly nvmlPath?: string | false;
  /** `/sys` and `/proc` unless given; tests use folders of their own. */
  readonly sysRoot?: string;
  readonly procRoot?: string;
}

/** What was read since the last time; `source` is the device. */
export interface GpuBatch {
  readonly gpu: SurveyRows<ColumnOf<'gpu'>>;
  readonly gpuClocks: SurveyRows<ColumnOf<'gpuClocks'>>;
  /** Memory of the system that devices use. */
  readonly gpuSystem: SurveyRows<ColumnOf<'gpuSystem'>>;
  /** Of the processes that are watched, and of no others. */
  readonly gpuProcess: SurveyRows<ColumnOf<'gpuProcess'>>;
  readonly gpuTree: SurveyRows<ColumnOf<'gpuTree'>>;
}

/**
 * Reads GPUs from a native thread of its own: NVIDIA through NVML, AMD through its driver's files, and the memory of
 * the processes of a tree through either, or through DRM. That there is no GPU is no error: `missing()` says what was looked for.
 */
export class NativeGpuSampler {
  readonly #native: AddonGpuSampler;
  readonly #ring: RingReader;

  /** Use {@link createGpuSampler}; the addon is given from outside. @throws {RangeError} */
  constructor(addon: NativeAddon, options: GpuSamplerOptions) {
    const { ringSlots = 4096, nvmlPath = 'libnvidia-ml.so.1' } = options;
    const memory = new SharedArrayBuffer(ringBytes(ringSlots));
    this.#native = new addon.GpuSampler({
      nvmlPath: nvmlPath === false ? '' : nvmlPath,
      sysRoot: options.sysRoot ?? '/sys',
      procRoot: options.procRoot ?? '/proc',
      periodNs: options.periodNs ?? 100_000_000,
      processesPeriodNs: options.processesPeriodNs ?? 1_000_000_000,
      ringSlots,
      ring: new Uint8Array(memory),
    });
    this.#ring = new RingReader(memory, Number(this.#native.ringOffsetBytes()), ringSlots);
  }

  /** Begins to read; opening the drivers happens on the thread too. Once only, and not after `stop()`. */
  start(): void {
    this.#native.start();
  }

  /** Ends reading; idempotent. A driver that hangs is waited for 0.3 s, then its thread is left behind. */
  stop(): void {
    this.#native.stop();
  }

  /**
   * Names the processes of the tree, until the next call: parents before children, since what a fork shares with its
   * parent counts in the first. No memory of processes is read before. A start of 0 ticks fits any process of that pid.
   */
  watchProcesses(processes: readonly ProcessIdentity[]): void {
    this.#native.setProcesses({
      pids: processes.map(({ pid }) => pid),
      startTicks: processes.map(({ startTicks }) => startTicks),
    });
  }

  /** Takes what was read since the last call. */
  drain(): GpuBatch {
    return takeRows(this.#ring, (rows) => ({
      gpu: rows(COLUMN_SETS.gpu),
      gpuClocks: rows(COLUMN_SETS.gpuClocks),
      gpuSystem: rows(COLUMN_SETS.gpuSystem),
      gpuProcess: rows(COLUMN_SETS.gpuProcess),
      gpuTree: rows(COLUMN_SETS.gpuTree),
    }));
  }

  /** The devices and their figures so far; none before the drivers have answered. */
  devices(): readonly GpuReport[] {
    return parseDevices(this.#native.devices());
  }

  account(): GpuAccount {
    return GpuAccountSchema.parse(this.#native.totals());
  }

  /** What was looked for and is not here, and why; one sentence each. */
  missing(): readonly string[] {
    return z.array(z.string()).parse(this.#native.missing());
  }

  /** What is here and could not be read, or not whole, and why; one sentence each. */
  problems(): readonly string[] {
    return z.array(z.string()).parse(this.#native.problems());
  }
}

/**
 * Makes a sampler for all GPUs of the machine; nothing runs until `start()`.
 * @throws {NativeLoadError} when the addon cannot be loaded
 * @throws {RangeError} when an option is out of range
 */
export function createGpuSampler(options: GpuSamplerOptions = {}): NativeGpuSampler {
  return new NativeGpuSampler(loadNative(), options);
}
