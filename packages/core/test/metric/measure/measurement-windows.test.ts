import { describe, expect, test } from 'vitest';
import { measureStage } from '../../../src/metric/measure/measure.ts';
import type { Measurement } from '../../../src/metric/measure/measurement.ts';
import { streamsOfStages } from '../../../src/metric/measure/stage-streams.ts';
import { PhaseBuilder, type BuiltRequest } from '../../stream/built/phase-builder.ts';

type Measured = Readonly<Record<string, Measurement>>;

const NOTHING: Measured = {};

/** What each stage of a phase measured, by its name. */
function measuredOf(builder: PhaseBuilder, untilMs: number): ReadonlyMap<string, Measured> {
  const phase = builder
    .event(0, (place) => ({
      kind: 'slos-set',
      ...place,
      slos: { responseLatency: 200 },
    }))
    .build(untilMs);
  return new Map(streamsOfStages(phase).map((one) => [one.stage.name, measureStage(one)]));
}

/** A second of load: a request each 100 ms, answered 50 ms after, of 2 tokens. */
function tenASecond(builder: PhaseBuilder, fromMs: number): PhaseBuilder {
  for (let sentMs = fromMs; sentMs < fromMs + 1000; sentMs += 100) {
    builder.request({ purpose: 'load', sentMs, chunksMs: [sentMs + 30, sentMs + 50] });
  }
  return builder;
}

/** The same as a stage, with requests of its own beside it. */
function stageWith(...requests: readonly BuiltRequest[]): Measured {
  const builder = new PhaseBuilder('load').stage('open', 1000, 2000, { beganMs: 0, endedMs: 9000 });
  for (const request of requests) builder.request(request);
  return measuredOf(tenASecond(builder, 1000), 9000).get('open') ?? NOTHING;
}

const TIMES = ['inferenceTime', 'responseLatency', 'timeToFirstToken', 'interTokenLatency'];
const RATES = ['requestThroughput', 'outputTokenThroughput', 'inputTokenThroughput', 'goodput'];

function avg(measured: Measured, metric: string): number | undefined {
  return measured[metric]?.avg;
}

describe('two stages', () => {
  const both = measuredOf(
    new PhaseBuilder('load')
      .stage('closed', 0, 1000)
      .request({ purpose: 'load', sentMs: 0, chunksMs: [100, 400] })
      .request({ purpose: 'load', sentMs: 400, chunksMs: [500, 800] })
      .stage('open', 2000, 6000)
      .request({ purpose: 'load', sentMs: 2000, chunksMs: [2010, 2020] })
      .request({ purpose: 'load', sentMs: 3000 }),
    7000,
  );

  test('never mix: neither has a request, a time or a second of the other', () => {
    expect(both.get('closed')).toMatchObject({
      responseLatency: { count: 2, failed: 0, avg: 400 },
      requestThroughput: { avg: 2 },
      outputTokenThroughput: { avg: 4 },
      errorRate: { avg: 0 },
      sloAttainment: { avg: 0 },
      concurrency: { avg: 0.8 },
    });
    expect(both.get('open')).toMatchObject({
      responseLatency: { count: 2, failed: 1, avg: 20 },
      requestThroughput: { avg: 1 / 4 },
      outputTokenThroughput: { avg: 2 / 4 },
      errorRate: { avg: 0.5 },
      sloAttainment: { avg: 0.5 },
    });
  });

  test('each have a row of every metric of requests', () => {
    const [closed, open] = [...both.values()].map((measured) => Object.keys(measured));
    expect(closed).toEqual(open);
    expect(closed).toContain('responseLatency');
  });
});

describe('a request of the warm-up', () => {
  const plain = stageWith();
  const warmed = stageWith(
    { purpose: 'warm-up', sentMs: 500, chunksMs: [900, 1100] },
    { purpose: 'warm-up', sentMs: 500, chunksMs: [600, 700] },
    { purpose: 'warm-up', sentMs: 950, endMs: 1010 },
  );

  test.each([...TIMES, 'errorRate', 'sloAttainment', 'sendDelay', 'inputSequenceLength'])(
    'is not in %s',
    (metric) => {
      expect(warmed[metric]).toEqual(plain[metric]);
      expect(plain[metric]?.count).toBeGreaterThan(0);
    },
  );

  test('is in rates with what of it happens in the window', () => {
    expect(avg(plain, 'requestThroughput')).toBe(10);
    expect(avg(warmed, 'requestThroughput')).toBe(11);
    // One of its two tokens came in the window; the prompt had been read before.
    expect(avg(warmed, 'outputTokenThroughput')).toBe(20 + 1);
    expect(avg(warmed, 'inputTokenThroughput')).toBe(10 * 24);
    expect(avg(warmed, 'concurrency')).toBeCloseTo(0.5 + 0.1 + 0.01, 9);
  });
});

describe('an answer in the drain', () => {
  const plain = stageWith();
  const drained = stageWith({ purpose: 'load', sentMs: 1990, chunksMs: [1995, 2300] });

  test('is in every time, in the error rate and in attainment', () => {
    for (const metric of ['inferenceTime', 'responseLatency', 'timeToFirstToken']) {
      expect(drained[metric]?.count, metric).toBe(11);
    }
    expect(drained['responseLatency']?.max).toBe(310);
    expect(drained['interTokenLatency']?.max).toBe(305);
    expect(drained['sloAttainment']?.avg).toBe(10 / 11);
  });

  test('is in no rate but with what came in the window', () => {
    expect(avg(drained, 'requestThroughput')).toBe(avg(plain, 'requestThroughput'));
    expect(avg(drained, 'goodput')).toBe(avg(plain, 'goodput'));
    expect(avg(drained, 'outputTokenThroughput')).toBe(20 + 1);
  });
});

describe('a straggler', () => {
  test('stretches no window: it is slow, and the rates are those of the load', () => {
    const straggling = stageWith({ purpose: 'load', sentMs: 1500, chunksMs: [1520, 8900] });
    expect(straggling['responseLatency']?.max).toBe(7400);
    expect(avg(straggling, 'requestThroughput')).toBe(10);
  });
});

describe('a server that hangs', () => {
  test('has a lower throughput: the window lasts as long as the load', () => {
    const builder = new PhaseBuilder('load').stage('open', 0, 10_000, { endedMs: 20_000 });
    tenASecond(tenASecond(tenASecond(builder, 0), 1000), 2000);
    for (let sentMs = 3000; sentMs < 10_000; sentMs += 100) {
      builder.request({ purpose: 'load', sentMs, endMs: 20_000, outcome: 'timeout' });
    }
    const hung = measuredOf(builder, 20_000).get('open') ?? NOTHING;
    expect(avg(hung, 'requestThroughput')).toBe(30 / 10);
    expect(avg(hung, 'outputTokenThroughput')).toBe(60 / 10);
    expect(avg(hung, 'errorRate')).toBe(0.7);
    expect(hung['responseLatency']).toMatchObject({ count: 100, failed: 70, p50: Infinity });
  });
});

describe('a burst of a counted stage', () => {
  test('has N / (first send to last end) for its rate, whether the last one failed or not', () => {
    const builder = new PhaseBuilder('load').stage('closed', 0, 4000, {
      load: { kind: 'closed', concurrency: 500, requests: 500 },
    });
    for (let index = 0; index < 499; index += 1) {
      const sentMs = index / 1000;
      builder.request({ purpose: 'load', sentMs, chunksMs: [500 + index * 7] });
    }
    const burst = builder.request({
      purpose: 'load',
      sentMs: 0.5,
      endMs: 4000,
      outcome: 'timeout',
    });
    const measured = measuredOf(burst, 4000).get('closed') ?? NOTHING;
    expect(avg(measured, 'requestThroughput')).toBe(499 / 4);
    expect(measured['responseLatency']).toMatchObject({ count: 500, failed: 1 });
  });
});

describe('a request that did not succeed', () => {
  const lost: readonly BuiltRequest[] = [
    { purpose: 'load', sentMs: 1100, endMs: 1110 },
    { purpose: 'load', sentMs: 1200, endMs: 1900, outcome: 'timeout' },
    { purpose: 'load', scheduledMs: 1300, sentMs: Number.NaN, outcome: 'dropped' },
  ];

  test('is attempted, infinitely slow and in no rate, where it failed, timed out or was dropped', () => {
    const measured = stageWith(...lost);
    expect(measured['responseLatency']).toMatchObject({ count: 13, failed: 3, max: Infinity });
    expect(measured['errorRate']?.avg).toBe(3 / 13);
    expect(measured['sloAttainment']?.avg).toBe(10 / 13);
    expect(measured['timeToFirstToken']?.leftOut?.requests).toBe(3);
    for (const metric of RATES)
      expect(avg(measured, metric), metric).toBe(avg(stageWith(), metric));
  });

  test('counts only in token rates when it was canceled on purpose', () => {
    const abandoned = { purpose: 'load', sentMs: 1500, outcome: 'abandoned' } as const;
    const measured = stageWith({ ...abandoned, chunksMs: [1600, 1700], endMs: 1750 });
    const plain = stageWith();
    for (const metric of [
      ...TIMES,
      'requestThroughput',
      'goodput',
      'errorRate',
      'sloAttainment',
      'outputSequenceLength',
    ]) {
      expect(measured[metric], metric).toEqual(plain[metric]);
    }
    expect(avg(measured, 'outputTokenThroughput')).toBe(
      (avg(plain, 'outputTokenThroughput') ?? 0) + 2,
    );
    expect(avg(measured, 'inputTokenThroughput')).toBe(
      (avg(plain, 'inputTokenThroughput') ?? 0) + 24,
    );
  });

  test('counts nowhere where the run itself canceled it', () => {
    const cancelled = { purpose: 'load', sentMs: 1500, outcome: 'cancelled' } as const;
    const measured = stageWith({ ...cancelled, chunksMs: [1600, 1700] }, cancelled);
    const plain = stageWith();
    for (const metric of [
      ...TIMES,
      ...RATES,
      'errorRate',
      'sloAttainment',
      'outputSequenceLength',
    ]) {
      expect(measured[metric], metric).toEqual(plain[metric]);
    }
  });
});
