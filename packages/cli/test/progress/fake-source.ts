import type { LiveFigures, LiveSource, PhaseFigures, StageFigures } from '@loadcell/core';

const NONE = { p50: Number.NaN, p95: Number.NaN, p99: Number.NaN, count: 0 };

/** A phase after a quarter of its time, without a stage in progress. */
const PHASE: PhaseFigures = {
  name: 'load',
  isInProgress: true,
  window: undefined,
  elapsedMs: 2500,
  plannedMs: 10_000,
  leftMs: 7500,
  stages: [],
  peakResidentBytes: Number.NaN,
};

/** A closed loop at concurrency 4, the first of two stages. */
export function stage(figures: Partial<StageFigures> = {}): StageFigures {
  return {
    name: 'closed',
    load: { kind: 'closed', concurrency: 4, durationMs: 5000, minRequests: 64 },
    place: { index: 1, count: 2 },
    isInProgress: true,
    planned: { bound: 'at-least', count: 64 },
    successful: 0,
    failed: 0,
    abandoned: 0,
    requestsPerSecond: Number.NaN,
    endToEndLatencyMs: NONE,
    timeToFirstTokenMs: NONE,
    ...figures,
  };
}

/** Fixed figures instead of those of a run. */
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
