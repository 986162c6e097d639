import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { SamplingQuality } from '../../spec/quality/sampling-quality.ts';

/** Statistics of a timer's ticks. */
export class TickAccount {
  readonly #periodNs: number;
  readonly #latenessNs: RecordableHistogram = createHistogram({ highest: 1e13 });
  #firstNs = Number.NaN;
  #lastNs = Number.NaN;
  #ticks = 0;
  #late = 0;
  #missed = 0;
  #samples = 0;
  #busyNs = 0;

  constructor(periodNs: number) {
    this.#periodNs = periodNs;
  }

  /** A deadline was served at `atNs`, with this number of samples. */
  tick(atNs: number, latenessNs: number, samples: number): void {
    if (this.#ticks === 0) this.#firstNs = atNs;
    this.#lastNs = atNs;
    this.#ticks += 1;
    this.#samples += samples;
    if (latenessNs > this.#periodNs / 2) this.#late += 1;
    // The histogram does not accept 0.
    this.#latenessNs.record(Math.max(1, Math.round(latenessNs)));
  }

  /** This number of deadlines passed without a tick. */
  miss(deadlines: number): void {
    this.#missed += deadlines;
  }

  /** A tick occupied the thread for this long; on a busy machine, this exceeds its CPU time. */
  spend(ns: number): void {
    this.#busyNs += ns;
  }

  account(requestedHz: number, processes: number, reason: string): SamplingQuality {
    const elapsedNs = this.#lastNs - this.#firstNs;
    return {
      source: 'javascript',
      sourceReason: reason,
      requestedHz,
      achievedHz: (this.#ticks - 1) / (elapsedNs / 1e9),
      lowestHz: 1e9 / this.#periodNs,
      rateReductions: 0,
      processes,
      sampleCount: this.#samples,
      tickCount: this.#ticks,
      lateTicks: this.#late,
      missedTicks: this.#missed,
      droppedSamples: 0,
      latenessUs: {
        p50: this.#latenessUs(50),
        p99: this.#latenessUs(99),
        max: this.#ticks === 0 ? Number.NaN : this.#latenessNs.max / 1e3,
      },
      costPerSampleUs: this.#busyNs / 1e3 / this.#samples,
      samplerCpuUtilization: this.#busyNs / elapsedNs,
    };
  }

  #latenessUs(percentile: number): number {
    return this.#ticks === 0 ? Number.NaN : this.#latenessNs.percentile(percentile) / 1e3;
  }
}
