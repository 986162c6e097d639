import { createGpuSampler, type GpuSamplerOptions, type NativeGpuSampler } from '@loadcell/native';
import type { GpuInventory } from '../spec/quality/gpu-inventory.ts';
import type { SurveyValue } from '../stream/rows/survey-stream.ts';
import { surveyValuesOf } from './survey-values.ts';

/** Period of passing on readings and of updating the processes of the tree, which grows and shrinks. */
const DRAIN_PERIOD_MS = 250;

/** A unique process: pids are reused. */
interface ProcessIdentity {
  readonly pid: number;
  readonly startTicks: number;
}

/** What to read, and where readings go. */
export interface GpuSamplerSettings {
  /** The live processes of the tree, parents before children: memory is reported per process if the driver can. */
  readonly tree: () => readonly ProcessIdentity[];
  /** Receives readings as columns of the survey. */
  readonly onSurvey: (values: readonly SurveyValue[]) => void;
  /** Periods and other search locations, for tests. */
  readonly native?: GpuSamplerOptions;
}

/**
 * Reads the GPUs of this machine from a separate native thread, so that a driver that blocks delays nothing else.
 * Having no GPU is not an error: `account()` reports what was found.
 */
export class GpuSampler {
  readonly #settings: GpuSamplerSettings;
  readonly #native: NativeGpuSampler;
  #timer: NodeJS.Timeout | undefined;

  constructor(settings: GpuSamplerSettings) {
    this.#settings = settings;
    this.#native = createGpuSampler(settings.native);
  }

  /** Starts reading. */
  start(): void {
    this.#native.watchProcesses(this.#settings.tree());
    this.#native.start();
    this.#timer ??= setInterval(() => this.drain(), DRAIN_PERIOD_MS).unref();
  }

  drain(): void {
    this.#native.watchProcesses(this.#settings.tree());
    const values = surveyValuesOf({ ...this.#native.drain() });
    if (values.length > 0) this.#settings.onSurvey(values);
  }

  /** Stops reading and passes on the rest; idempotent. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#native.stop();
    this.drain();
  }

  /** The GPUs and problems found so far. */
  account(): GpuInventory {
    const { isOpen, wasLeftBehind } = this.#native.account();
    const problems = [...this.#native.problems()];
    if (wasLeftBehind) {
      problems.push(
        isOpen
          ? 'GPU: the driver was still busy with a reading when sampling ended'
          : 'GPU: the driver had not responded when sampling ended',
      );
    }
    return {
      isOpen,
      devices: this.#native
        .devices()
        .map(({ device, vendor, name, id, problem, unattributed }) => ({
          device,
          vendor,
          name,
          id,
          problem,
          unattributed,
        })),
      problems,
    };
  }
}
