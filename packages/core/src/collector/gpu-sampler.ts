import { createGpuSampler, type NativeGpuSampler } from '@loadcell/native';
import type { SurveyValue } from '../stream/survey-stream.ts';
import { surveyValuesOf } from './survey-values.ts';

/** How often what was read is handed on. */
const DRAIN_PERIOD_MS = 250;

/**
 * Reads the GPUs of this machine from a native thread of its own, so that a driver that blocks delays nothing else.
 * That there is none is no error: `missing()` says what was looked for.
 */
export class GpuSampler {
  readonly #onSurvey: (values: readonly SurveyValue[]) => void;
  readonly #native: NativeGpuSampler;
  #timer: NodeJS.Timeout | undefined;

  /** @param onSurvey takes what was read, as columns of the survey */
  constructor(onSurvey: (values: readonly SurveyValue[]) => void) {
    this.#onSurvey = onSurvey;
    this.#native = createGpuSampler();
  }

  /** Begins to read; the memory of these processes is told apart where the driver can. */
  start(pids: readonly number[]): void {
    this.#native.watchProcesses(pids);
    this.#native.start();
    this.#timer ??= setInterval(() => this.drain(), DRAIN_PERIOD_MS).unref();
  }

  drain(): void {
    const values = surveyValuesOf({ ...this.#native.drain() });
    if (values.length > 0) this.#onSurvey(values);
  }

  /** Ends reading and hands on the rest; idempotent. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#native.stop();
    this.drain();
  }

  /** What was looked for and is not here, and why; one sentence each. */
  missing(): readonly string[] {
    return this.#native.missing();
  }
}
