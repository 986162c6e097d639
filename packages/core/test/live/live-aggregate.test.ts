import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/parse-config.ts';
import { LiveAggregate } from '../../src/live/live-aggregate.ts';
import { plannedPhases } from '../../src/live/run-plan.ts';
import { responseLatency } from '../../src/metric/response-latency.ts';
import { timeToFirstToken } from '../../src/metric/time-to-first-token.ts';
import { measure } from '../../src/metric/measure.ts';
import type { RequestRow } from '../../src/stream/request-row.ts';
import { builtLoad } from '../stream/built-phases.ts';
import { countedRow } from '../stream/arbitrary-rows.ts';

const PLAN = [
  { name: 'baseline', plannedMs: 4000 },
  { name: 'load', plannedMs: 10_000 },
];

function begin(plan = PLAN) {
  const clock = { nowNs: 100e9 };
  const live = new LiveAggregate(plan, () => clock.nowNs);
  live.event({ kind: 'run-began', atNs: 100e9, epochMs: 1 });
  return { live, clock };
}

/** A request of the phase `load` that was due at a second and took so many milliseconds. */
function request(row: Partial<RequestRow> & { readonly dueS: number; readonly tookMs: number }) {
  const { dueS, tookMs, ...rest } = row;
  return {
    ...countedRow(1),
    phase: 'load',
    purpose: 'load',
    stage: 'open' as const,
    outcome: 'ok' as const,
    intendedNs: dueS * 1e9,
    sentNs: dueS * 1e9,
    firstTokenNs: dueS * 1e9 + (tookMs / 2) * 1e6,
    endNs: dueS * 1e9 + tookMs * 1e6,
    ...rest,
  };
}

describe('the live aggregate', () => {
  it('knows nothing before anything happened', () => {
    const { live } = begin();
    const figures = live.figures();
    expect(figures.phases).toEqual([]);
    expect(figures.leftMs).toBe(14_000);
    expect(figures.residentBytes).toBeNaN();
    expect(figures.samplingHz).toBeNaN();
  });

  it('tells how long a phase and the run go on at the least', () => {
    const { live, clock } = begin();
    live.event({ kind: 'phase-began', atNs: 100e9, phase: 'baseline' });
    clock.nowNs = 103e9;
    expect(live.figures().phases[0]?.leftMs).toBe(1000);
    expect(live.figures().leftMs).toBe(11_000);
    clock.nowNs = 105e9;
    expect(live.figures().phases[0]?.leftMs).toBeNaN();
    expect(live.figures().leftMs).toBeNaN();
    live.event({ kind: 'phase-ended', atNs: 106e9, phase: 'baseline' });
    clock.nowNs = 107e9;
    expect(live.figures().phases[0]).toMatchObject({ elapsedMs: 6000, leftMs: 0 });
    expect(live.figures().leftMs).toBe(10_000);
    live.event({ kind: 'phase-skipped', atNs: 108e9, phase: 'load', reason: 'no' });
    expect(live.figures()).toMatchObject({ leftMs: 0, phaseCount: 1, elapsedMs: 7000 });
  });

  it('counts answers and failures of requests of service, and how often any request ended of late', () => {
    const { live, clock } = begin();
    live.event({ kind: 'phase-began', atNs: 100e9, phase: 'load' });
    live.event({ kind: 'window-began', atNs: 100e9, phase: 'load', window: 'open-loop' });
    for (let count = 0; count < 40; count += 1) {
      live.request(request({ dueS: 100 + count / 10, tookMs: 50 }));
    }
    live.request(request({ dueS: 101, tookMs: 1, outcome: 'timeout' }));
    live.request(request({ dueS: 101, tookMs: 1, outcome: 'cancelled' }));
    live.request(request({ dueS: 101, tookMs: 1, purpose: 'warm-up' }));
    clock.nowNs = 104e9;
    const [load] = live.figures().phases;
    expect(load).toMatchObject({ answered: 40, failed: 1, window: 'open-loop' });
    expect(load?.requestsPerSecond).toBeCloseTo(42 / 4, 5);
    expect(load?.responseTimeMs.p50).toBeCloseTo(50, 0);
    expect(load?.responseTimeMs.p99).toBeCloseTo(50, 0);
    expect(load?.timeToFirstTokenMs.p95).toBeCloseTo(25, 0);
    live.event({ kind: 'window-ended', atNs: 104e9, phase: 'load', window: 'open-loop' });
    expect(live.figures().phases[0]?.window).toBeUndefined();
  });

  it('tells what the metrics of the report tell, within the error of its histogram', () => {
    const phase = builtLoad().build(10_000);
    const live = new LiveAggregate([{ name: phase.name, plannedMs: 1 }], () => phase.endedNs);
    for (const event of phase.events) live.event(event);
    if (!phase.events.some(({ kind }) => kind === 'phase-began')) {
      live.event({ kind: 'phase-began', atNs: phase.beganNs, phase: phase.name });
    }
    for (const row of phase.requests) live.request(row);
    const [told] = live.figures().phases;
    const response = measure(responseLatency, phase);
    expect(told?.responseTimeMs.count).toBe(response.count);
    expect(told?.failed).toBe(response.failed);
    expect((told?.responseTimeMs.p50 ?? 0) / response.p50).toBeCloseTo(1, 1);
    expect((told?.timeToFirstTokenMs.p50 ?? 0) / measure(timeToFirstToken, phase).p50).toBeCloseTo(
      1,
      1,
    );
  });

  it('takes as much memory for a million requests as for one', () => {
    const { live } = begin();
    live.event({ kind: 'phase-began', atNs: 100e9, phase: 'load' });
    const row = request({ dueS: 100, tookMs: 20 });
    for (let count = 0; count < 1_000_000; count += 1) live.request(row);
    const text = JSON.stringify(live.figures());
    expect(live.figures().phases[0]?.answered).toBe(1_000_000);
    expect(text.length).toBeLessThan(2000);
  });
});

describe('the plan of a run', () => {
  it('adds up the windows that each phase was asked for', () => {
    const config = parseConfig({
      phases: { load: { idle: '1s', duration: '20s', settle: '2s' } },
      phase: 'load',
    });
    expect(plannedPhases(config)).toEqual([{ name: 'load', plannedMs: 23_000, leastRequests: 64 }]);
  });

  it('does not know how long a sweep takes, nor what follows it', () => {
    const sweep = { over: 'concurrency' as const, from: 1, to: 8 };
    const config = parseConfig({
      phases: { load: { sweep } },
      objectives: { responseLatency: '1s' },
    });
    const plan = plannedPhases(config);
    expect(plan.map(({ plannedMs }) => Number.isNaN(plannedMs))).toEqual([false, false, true]);
    expect(new LiveAggregate(plan, () => 1).figures().leftMs).toBeNaN();
  });
});
