import { describe, expect, it } from 'vitest';
import { LiveAggregate } from '../../src/live/live-aggregate.ts';
import { responseLatency } from '../../src/metric/latency/response-latency.ts';
import { timeToFirstToken } from '../../src/metric/latency/time-to-first-token.ts';
import { measure } from '../../src/metric/measure/measure.ts';
import { streamsOfStages } from '../../src/metric/measure/stage-streams.ts';
import type { RequestRow } from '../../src/stream/rows/request-row.ts';
import type { EventOf } from '../../src/stream/events/run-event.ts';
import { builtLoad } from '../stream/built/built-phases.ts';
import { countedRow } from '../stream/built/arbitrary-rows.ts';

const PLAN = [
  { name: 'baseline', plannedMs: 4000 },
  { name: 'load', plannedMs: 10_000, stages: ['closed', 'open', 'sweep'] },
];

function begin(plan = PLAN) {
  const clock = { nowNs: 100e9 };
  const live = new LiveAggregate(plan, () => clock.nowNs);
  live.event({ kind: 'run-began', atNs: 100e9, epochMs: 1 });
  return { live, clock };
}

/** A phase `load` in progress since second 100. */
function beginLoad() {
  const begun = begin();
  begun.live.event({ kind: 'phase-began', atNs: 100e9, phase: 'load' });
  return begun;
}

const CLOSED = { kind: 'closed', concurrency: 4, durationMs: 5000, minRequests: 64 } as const;

/** A stage of the phase `load` that begins at a time in seconds. */
function stageBegan(
  stage: string,
  atS: number,
  rest: Partial<EventOf<'stage-began'>> = {},
): EventOf<'stage-began'> {
  return {
    kind: 'stage-began',
    atNs: atS * 1e9,
    phase: 'load',
    stage,
    load: CLOSED,
    warmupRequests: 0,
    seed: 1,
    prompts: 'words',
    ...rest,
  };
}

function stageEnded(stage: string, atS: number): EventOf<'stage-ended'> {
  const windowEndedNs = atS * 1e9;
  return {
    kind: 'stage-ended',
    atNs: windowEndedNs,
    phase: 'load',
    stage,
    windowBeganNs: 100e9,
    windowEndedNs,
  };
}

/** A request of the stage `open`, by its scheduled start in seconds and its latency in ms. */
function request(row: Partial<RequestRow> & { readonly dueS: number; readonly tookMs: number }) {
  const { dueS, tookMs, ...rest } = row;
  return {
    ...countedRow(1),
    phase: 'load',
    purpose: 'load' as const,
    stage: 'open',
    outcome: 'ok' as const,
    scheduledNs: dueS * 1e9,
    sentNs: dueS * 1e9,
    firstTokenNs: dueS * 1e9 + (tookMs / 2) * 1e6,
    endNs: dueS * 1e9 + tookMs * 1e6,
    ...rest,
  };
}

describe('the live aggregate', () => {
  it('has no figures before the first event', () => {
    const { live } = begin();
    const figures = live.figures();
    expect(figures.phases).toEqual([]);
    expect(figures.leftMs).toBe(14_000);
    expect(figures.residentBytes).toBeNaN();
    expect(figures.samplingHz).toBeNaN();
  });

  it('reports a lower bound of the remaining time of a phase and of the run', () => {
    const { live, clock } = begin();
    live.event({ kind: 'phase-began', atNs: 100e9, phase: 'baseline' });
    live.event(stageBegan('sequential', 100, { phase: 'baseline' }));
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

  it('excludes the start of a server and the load of a model from the planned time', () => {
    const { live, clock } = beginLoad();
    clock.nowNs = 160e9;
    expect(live.figures().leftMs).toBe(14_000);
    live.event({ kind: 'window-began', atNs: 160e9, phase: 'load', window: 'idle' });
    clock.nowNs = 161e9;
    expect(live.figures().phases[0]?.window).toBe('idle');
    live.event({ kind: 'window-ended', atNs: 161e9, phase: 'load', window: 'idle' });
    clock.nowNs = 200e9;
    expect(live.figures().phases[0]).toMatchObject({
      window: undefined,
      elapsedMs: 100_000,
      leftMs: 9000,
    });
    live.event(stageBegan('closed', 200));
    live.event(stageEnded('closed', 205));
    clock.nowNs = 207e9;
    expect(live.figures().phases[0]?.leftMs).toBe(2000);
  });

  it('has the elapsed time and the next look of a stage that runs until decided', () => {
    const { live, clock } = beginLoad();
    const until = { until: 'decided', maxDurationMs: 60_000, firstLook: 8 } as const;
    live.event(stageBegan('closed', 99, { load: { kind: 'closed', concurrency: 4, ...until } }));
    const untilDecided = () => live.figures().phases[0]?.stage?.untilDecided;
    expect(untilDecided()).toEqual({ elapsedMs: 0, maxDurationMs: 60_000, nextLook: 8 });
    const given = { stage: 'closed', tookMs: 50 };
    live.request(request({ ...given, dueS: 100, purpose: 'warm-up' }));
    for (let count = 0; count < 16; count += 1) {
      live.request(request({ ...given, dueS: 101, outcome: count === 3 ? 'error' : 'ok' }));
    }
    clock.nowNs = 104e9;
    expect(untilDecided()).toEqual({ elapsedMs: 3000, maxDurationMs: 60_000, nextLook: 32 });
    expect(live.figures().phases[0]?.stage?.planned).toBeUndefined();
    live.event(stageEnded('closed', 105));
    expect(live.figures().phases[0]?.stages[0]?.untilDecided).toBeUndefined();
  });

  it('counts the measured requests of a stage and the recent rate of all its requests', () => {
    const { live, clock } = beginLoad();
    const load = {
      kind: 'open',
      ratePerSecond: 10,
      arrivals: 'constant',
      durationMs: 4000,
    } as const;
    live.event(stageBegan('open', 99, { load }));
    for (let count = 0; count < 40; count += 1) {
      live.request(request({ dueS: 100 + count / 10, tookMs: 50 }));
    }
    live.request(request({ dueS: 101, tookMs: 1, outcome: 'timeout' }));
    live.request(request({ dueS: 101, tookMs: 1, outcome: 'cancelled' }));
    live.request(request({ dueS: 101, tookMs: 1, outcome: 'abandoned' }));
    live.request(request({ dueS: 101, tookMs: 1, purpose: 'warm-up' }));
    live.request(request({ dueS: 101, tookMs: 1, purpose: 'context-load', stage: '' }));
    clock.nowNs = 104e9;
    const stage = live.figures().phases[0]?.stage;
    expect(stage).toMatchObject({
      name: 'open',
      load,
      place: { index: 2, count: 3 },
      isInProgress: true,
      planned: { bound: 'about', count: 40 },
      successful: 40,
      failed: 1,
      abandoned: 1,
    });
    expect(stage?.requestsPerSecond).toBeCloseTo(42 / 4, 5);
    expect(stage?.endToEndLatencyMs.p50).toBeCloseTo(50, 0);
    expect(stage?.endToEndLatencyMs.p99).toBeCloseTo(50, 0);
    expect(stage?.endToEndLatencyMs.count).toBe(41);
    expect(stage?.timeToFirstTokenMs.p95).toBeCloseTo(25, 0);
  });

  it('switches to the next stage when it begins, and pools nothing', () => {
    const { live, clock } = beginLoad();
    live.event(stageBegan('closed', 100));
    live.request(request({ stage: 'closed', dueS: 100, tookMs: 1000 }));
    live.event(stageEnded('closed', 105));
    clock.nowNs = 105e9;
    expect(live.figures().phases[0]?.stage).toBeUndefined();
    live.event(stageBegan('open', 105));
    // The row of a request may arrive after the end of its stage.
    live.request(request({ stage: 'closed', dueS: 104, tookMs: 1000 }));
    live.request(request({ stage: 'open', dueS: 105, tookMs: 10 }));
    clock.nowNs = 107e9;
    const [phase] = live.figures().phases;
    expect(phase?.stage).toMatchObject({ name: 'open', successful: 1 });
    expect(phase?.stage?.endToEndLatencyMs.p99).toBeCloseTo(10, 0);
    expect(phase?.stages.map(({ name, successful }) => [name, successful])).toEqual([
      ['closed', 2],
      ['open', 1],
    ]);
    expect(phase?.stages[0]?.endToEndLatencyMs.p50).toBeGreaterThan(980);
    expect(phase?.stages[0]?.requestsPerSecond).toBeNaN();
    live.event({ kind: 'phase-ended', atNs: 108e9, phase: 'load' });
    expect(live.figures().phases[0]?.stage).toBeUndefined();
    expect(live.figures().phases[0]?.stages).toHaveLength(2);
  });

  it('counts a sweep as one stage of the list and each level separately', () => {
    const { live } = beginLoad();
    for (const value of [8, 16]) {
      const level = {
        sweep: 'sweep',
        parameter: 'concurrency',
        value,
        neededAttainment: 0.9,
      } as const;
      live.event(stageBegan(`sweep/${value}`, value, { level }));
      live.request(
        request({ stage: `sweep/${value}`, purpose: 'probe', dueS: 100, tookMs: value }),
      );
      expect(live.figures().phases[0]?.stage).toMatchObject({
        name: `sweep/${value}`,
        level,
        place: { index: 3, count: 3 },
        successful: 1,
      });
      live.event(stageEnded(`sweep/${value}`, value + 1));
    }
  });

  it('continues the figures of a stage in parts', () => {
    const { live, clock } = beginLoad();
    for (const atS of [100, 110]) {
      live.event(stageBegan('sequential', atS, { load: { kind: 'sequential' } }));
      live.request(request({ stage: 'sequential', purpose: 'sequential', dueS: atS, tookMs: 20 }));
      clock.nowNs = (atS + 1) * 1e9;
      expect(live.figures().phases[0]?.stage?.requestsPerSecond).toBeCloseTo(1, 5);
      live.event(stageEnded('sequential', atS + 1));
      expect(live.figures().phases[0]?.stage).toBeUndefined();
    }
    const stages = live.figures().phases[0]?.stages ?? [];
    expect(stages).toHaveLength(1);
    expect(stages[0]).toMatchObject({ successful: 2 });
    expect(stages[0]).not.toHaveProperty('place');
    expect(stages[0]).not.toHaveProperty('planned');
  });

  it('agrees with the metrics of each stage within the error of its histogram', () => {
    const phase = builtLoad().build(10_000);
    const live = new LiveAggregate([{ name: phase.name, plannedMs: 1 }], () => phase.endedNs);
    live.event({ kind: 'phase-began', atNs: phase.beganNs, phase: phase.name });
    for (const event of phase.events) live.event(event);
    for (const row of phase.requests) live.request(row);
    const stages = live.figures().phases[0]?.stages ?? [];
    expect(stages.map(({ name }) => name)).toEqual(['closed', 'open']);
    for (const streams of streamsOfStages(phase)) {
      const figures = stages.find(({ name }) => name === streams.stage.name);
      const response = measure(responseLatency, streams);
      const firstToken = measure(timeToFirstToken, streams);
      expect(figures?.endToEndLatencyMs.count).toBe(response.count);
      expect(figures?.failed).toBe(response.failed);
      expect((figures?.endToEndLatencyMs.p50 ?? 0) / response.p50).toBeCloseTo(1, 1);
      expect((figures?.timeToFirstTokenMs.p50 ?? 0) / firstToken.p50).toBeCloseTo(1, 1);
    }
  });

  it('uses as much memory for a million requests as for one', () => {
    const { live } = beginLoad();
    live.event(stageBegan('open', 100));
    const row = request({ dueS: 100, tookMs: 20 });
    for (let count = 0; count < 1_000_000; count += 1) live.request(row);
    const text = JSON.stringify(live.figures());
    expect(live.figures().phases[0]?.stage?.successful).toBe(1_000_000);
    expect(text.length).toBeLessThan(2500);
  });
});
