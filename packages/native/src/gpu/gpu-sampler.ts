import * as z from 'zod';
import type { NativeAddon } from '../addon/addon-contract.ts';
import { COLUMN_SETS, type ColumnOf } from '../record/column-sets.ts';
import { loadNative } from '../addon/load-native.ts';
import type { ProcessIdentity } from '../sampler/process-report.ts';
import { RingReader, ringBytes } from '../record/ring-reader.ts';
import { takeRows, type SurveyRows } from '../sampler/survey-batch.ts';
import type { AddonGpuSampler } from '../addon/addon-gpu.ts';
import { GpuAccountSchema, parseDevices, type GpuAccount, type GpuReport } from './gpu-report.ts';

/** What to read from GPUs, and how often. */
export interface GpuSamplerOptions {
  /** Interval between readings, ns (default: 100 ms): drivers are slower than memory files. */
  readonly periodNs?: number;
  /** Interval between process lists, ns (default: 1 s): listing can stall the workload. */
  readonly processesPeriodNs?: number;
  /** Maximum rows waiting for `drain()`, a power of two (default: 4,096). */
  readonly ringSlots?: number;
  /** NVIDIA's library: a path or a name for the loader; false to skip NVIDIA. */
  readonly nvmlPath?: string | false;
  /** Replacements of `/sys` and `/proc` for tests. */
  readonly sysRoot?: string;
  readonly procRoot?: string;
}

/** Rows since the last drain; `source` is the device. */
export interface GpuBatch {
  readonly gpu: SurveyRows<ColumnOf<'gpu'>>;
  readonly gpuClocks: SurveyRows<ColumnOf<'gpuClocks'>>;
  /** System memory that devices use. */
  readonly gpuSystem: SurveyRows<ColumnOf<'gpuSystem'>>;
  /** Only of watched processes. */
  readonly gpuProcess: SurveyRows<ColumnOf<'gpuProcess'>>;
  readonly gpuTree: SurveyRows<ColumnOf<'gpuTree'>>;
}

/**
 * Reads GPUs on a native thread: NVIDIA through NVML, AMD through its driver's files, and the memory of the processes of a
 * tree through either or through DRM. Having no GPU is not an error: `missing()` lists what was searched for.
 */
export class NativeGpuSampler {
  readonly #native: AddonGpuSampler;
  readonly #ring: RingReader;

  /** Use {@link createGpuSampler}; tests pass the addon. @throws {RangeError} */
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

  /** Begins to read; the thread also opens the drivers. Only once, and not after `stop()`. */
  start(): void {
    this.#native.start();
  }

  /** Ends reading; idempotent. If a driver hangs for 0.3 s, its thread is detached. */
  stop(): void {
    this.#native.stop();
  }

  /**
   * Sets the processes of the tree until the next call, parents before children: what a fork shares with its parent counts
   * in the first. Process memory is not read before. A start of 0 ticks matches any process with that PID.
   */
  watchProcesses(processes: readonly ProcessIdentity[]): void {
    this.#native.setProcesses({
      pids: processes.map(({ pid }) => pid),
      startTicks: processes.map(({ startTicks }) => startTicks),
    });
  }

  /** Takes the rows since the last call. */
  drain(): GpuBatch {
    return takeRows(this.#ring, (rows) => ({
      gpu: rows(COLUMN_SETS.gpu),
      gpuClocks: rows(COLUMN_SETS.gpuClocks),
      gpuSystem: rows(COLUMN_SETS.gpuSystem),
      gpuProcess: rows(COLUMN_SETS.gpuProcess),
      gpuTree: rows(COLUMN_SETS.gpuTree),
    }));
  }

  /** The devices and their totals so far; none before the drivers have been opened. */
  devices(): readonly GpuReport[] {
    return parseDevices(this.#native.devices());
  }

  account(): GpuAccount {
    return GpuAccountSchema.parse(this.#native.totals());
  }

  /** What was searched for and not found, with reasons; one sentence each. */
  missing(): readonly string[] {
    return z.array(z.string()).parse(this.#native.missing());
  }

  /** What was found and cannot be read, or only in part, with reasons; one sentence each. */
  problems(): readonly string[] {
    return z.array(z.string()).parse(this.#native.problems());
  }
}

/**
 * Creates a sampler for all GPUs of the machine; nothing runs until `start()`.
 * @throws {NativeLoadError} when the addon cannot be loaded
 * @throws {RangeError} when an option is out of range
 */
export function createGpuSampler(options: GpuSamplerOptions = {}): NativeGpuSampler {
  return new NativeGpuSampler(loadNative(), options);
}
