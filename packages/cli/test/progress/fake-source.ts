import type { LiveFigures, LiveSource, PhaseFigures } from '@loadcell/core';

const NONE = { p50: Number.NaN, p95: Number.NaN, p99: Number.NaN, count: 0 };

/** A phase that is a quarter over and has measured nothing yet. */
export const PHASE: PhaseFigures = {
  name: 'load',
  isUnderWay: true,
  window: undefined,
  elapsedMs: 2500,
  plannedMs: 10_000,
  leastRequests: 0,
  leftMs: 7500,
  answered: 0,
  failed: 0,
  requestsPerSecond: Number.NaN,
  responseTimeMs: NONE,
  timeToFirstTokenMs: NONE,
  peakResidentBytes: Number.NaN,
};

/** Figures that are given, in place of a run. */
export class FakeSource implements LiveSource {
  phase: Partial<PhaseFigures>;
  run: Partial<LiveFigures>;
  trace: readonly number[] = [];

  constructor(phase: Partial<PhaseFigures> = {}, run: Partial<LiveFigures> = {}) {
    this.phase = phase;
    this.run = run;
  }

  figures(): LiveFigures {
    return {
      atNs: 1,
      elapsedMs: 12_500,
      leftMs: 7500,
      phases: [{ ...PHASE, ...this.phase }],
      phaseCount: 3,
      residentBytes: Number.NaN,
      peakResidentBytes: Number.NaN,
      processes: 0,
      samplingHz: Number.NaN,
      ...this.run,
    };
  }

  residentTrace(): Float64Array {
    return Float64Array.from(this.trace);
  }
}
