import { createGpuSampler, type GpuSamplerOptions, type NativeGpuSampler } from '@loadcell/native';
import type { GpuInventory } from '../spec/quality/gpu-inventory.ts';
import type { SurveyValue } from '../stream/rows/survey-stream.ts';
import { surveyValuesOf } from './survey-values.ts';

/** How often what was read is handed on, and the processes of the tree are named anew: it grows and shrinks. */
const DRAIN_PERIOD_MS = 250;

/** A process for good: pids are used again. */
interface ProcessIdentity {
  readonly pid: number;
  readonly startTicks: number;
}

/** What to read, and where it goes. */
export interface GpuSamplerSettings {
  /** The processes of the tree that live now, parents before children: their memory is told apart where the driver can. */
  readonly tree: () => readonly ProcessIdentity[];
  /** Takes what was read, as columns of the survey. */
  readonly onSurvey: (values: readonly SurveyValue[]) => void;
  /** Periods, and other places to look in; tests have some. */
  readonly native?: GpuSamplerOptions;
}

/**
 * Reads the GPUs of this machine from a native thread of its own, so that a driver that blocks delays nothing else.
 * That there is none is no error: `account()` has what was found.
 */
export class GpuSampler {
  readonly #settings: GpuSamplerSettings;
  readonly #native: NativeGpuSampler;
  #timer: NodeJS.Timeout | undefined;

  constructor(settings: GpuSamplerSettings) {
    this.#settings = settings;
    this.#native = createGpuSampler(settings.native);
  }

  /** Begins to read. */
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

  /** Ends reading and hands on the rest; idempotent. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#native.stop();
    this.drain();
  }

  /** What was found so far. */
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
