import { describe, expect, it } from 'vitest';
import { measure } from '../../../src/metric/measure/measure.ts';
import type { Measurement } from '../../../src/metric/measure/measurement.ts';
import { metricNamed } from '../../../src/metric/registry.ts';
import { parseCriterion } from '../../../src/verdict/criterion.ts';
import { judgeCriterion } from '../../../src/verdict/judge.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { scraped, type Scraped } from './scraped-phase.ts';

/** A closed loop from 1 s to 11 s with one request in it, whose response ends at 10.9 s. */
function loop(): PhaseBuilder {
  return new PhaseBuilder('load')
    .stage('closed', 1000, 11_000)
    .request({ purpose: 'load', stage: 'closed', sentMs: 1000, chunksMs: [1100, 10_900] });
}

const EDGES = [900, 11_100];

function measured(name: string, server: Partial<Scraped>, phase = loop()): Measurement {
  const built = scraped(phase, { edgesMs: EDGES, series: [], ...server });
  return measure(metricNamed(name), built.build(13_000));
}

/** A counter of prompt tokens at some times. */
function tokens(...counters: Readonly<Record<number, number>>[]): Pick<Scraped, 'series'> {
  return { series: counters.map((at) => ({ quantity: 'promptTokens', at })) };
}

describe('a counter of the server', () => {
  it('gains what lies between the scrapes at the edges of the window', () => {
    expect(
      measured('serverPromptTokens', tokens({ 100: 3, 900: 10, 5000: 30, 11_100: 50 })).avg,
    ).toBe(40);
  });

  it('sums engines', () => {
    const engines = tokens({ 900: 10, 11_100: 50 }, { 900: 1000, 11_100: 1007 });
    expect(measured('serverPromptTokens', engines).avg).toBe(47);
  });

  it('counts on from 0 after a restart, with a note that the number is a lower bound', () => {
    const { avg, note } = measured(
      'serverPromptTokens',
      tokens({ 900: 100, 5000: 130, 6000: 7, 11_100: 20 }),
    );
    expect(avg).toBe(30 + 20);
    expect(note).toContain('restarted');
  });

  it('finds a restart by the start of the process where the value did not fall', () => {
    const { avg, note } = measured('serverPromptTokens', {
      ...tokens({ 900: 5, 5000: 6, 11_100: 40 }),
      startsAt: { 6000: 1_700_009_000 },
    });
    expect(avg).toBe(1 + 40);
    expect(note).toContain('restarted');
  });

  it('is absent where two servers respond in turn', () => {
    const turns = measured(
      'serverPromptTokens',
      tokens({ 900: 500, 2000: 10, 3000: 510, 4000: 20, 11_100: 530 }),
    );
    expect(turns.avg).toBeNaN();
    expect(turns.reason).toContain('several servers');
    const starts = measured('serverPromptTokens', {
      ...tokens({ 900: 10, 2000: 11, 3000: 12, 11_100: 13 }),
      startsAt: { 2000: 5, 3000: 1_700_000_000 },
    });
    expect(starts.reason).toContain('several servers');
  });

  it('starts at 0 where it appears with its first event, if the process was running before', () => {
    expect(measured('serverPromptTokens', tokens({ 5000: 4, 11_100: 9 })).avg).toBe(9);
    const unknown = measured('serverPromptTokens', {
      ...tokens({ 5000: 4, 11_100: 9 }),
      showsStart: false,
    });
    expect(unknown.reason).toContain('appeared during the window');
  });

  it('is absent where requests outside the stage ran between the edges', () => {
    const phase = loop().request({
      purpose: 'context-load',
      sentMs: 950,
      chunksMs: [960],
      endMs: 970,
    });
    const { reason } = measured('serverPromptTokens', tokens({ 900: 1, 11_100: 2 }), phase);
    expect(reason).toContain('open edges');
  });

  it('counts the warm-up of the stage and its drain: the server knows no windows', () => {
    const phase = loop()
      .request({ purpose: 'warm-up', sentMs: 950, chunksMs: [960], endMs: 970 })
      .request({ purpose: 'load', sentMs: 10_990, chunksMs: [11_050] });
    const gained = measured('serverPromptTokens', tokens({ 900: 1, 11_100: 5 }), phase);
    expect(gained.avg).toBe(4);
  });

  it('reads the first edge after the last response where that came after the window', () => {
    const phase = loop().request({
      purpose: 'load',
      stage: 'closed',
      sentMs: 9000,
      chunksMs: [11_500],
    });
    const series = tokens({ 900: 1, 11_100: 2, 12_000: 5 });
    expect(
      measured('serverPromptTokens', { ...series, edgesMs: [...EDGES, 12_000] }, phase).avg,
    ).toBe(4);
  });

  it('is absent where digits are too few for the difference', () => {
    const phase = loop().surveyed('server.promptTokens.quantum', 11_100, 10, 0, 0);
    const { reason } = measured(
      'serverPromptTokens',
      tokens({ 900: 1_000_000, 11_100: 1_000_100 }),
      phase,
    );
    expect(reason).toContain('digits');
  });

  it('is absent with the reason of the server that has no metrics', () => {
    const phase = loop().event(0, (place) => ({
      kind: 'server-metrics-absent',
      ...place,
      endpoint: 0,
      url: 'http://server/metrics',
      reason: 'GET /metrics returned 404',
    }));
    expect(measure(metricNamed('serverPromptTokens'), phase.build(13_000)).reason).toBe(
      'the server reports no metrics: GET /metrics returned 404',
    );
  });
});

describe('a histogram of the server', () => {
  const upperEdges = [300, 500];
  const queue = (after: readonly number[], sum = 4000): Pick<Scraped, 'series'> => ({
    series: [
      {
        quantity: 'queueTime',
        kind: 'histogram',
        upperEdges,
        at: {
          900: { sum: 1000, count: 10, buckets: [10, 10, 10] },
          11_100: {
            sum: 1000 + sum,
            count: 10 + (after.at(-1) ?? 0),
            buckets: after.map((one) => one + 10),
          },
        },
      },
    ],
  });

  it('has the exact mean, and percentiles as intervals and never as numbers', () => {
    const measurement = measured('serverQueueTime', queue([60, 95, 100]));
    expect(measurement).toMatchObject({
      count: 100,
      avg: 40,
      total: 4000,
      bounds: {
        p50: { low: 0, high: 300 },
        p90: { low: 300, high: 500 },
        max: { low: 500, high: Infinity },
      },
    });
    expect(measurement.p50).toBeNaN();
    expect(measurement.p95).toBeNaN();
  });

  it('has no percentiles where its buckets do not add up to its count', () => {
    const { series } = queue([60, 95, 100]);
    const wrong = series.map((one) => ({
      ...one,
      at: { ...one.at, 11_100: { sum: 5000, count: 90, buckets: [70, 105, 110] } },
    }));
    expect(measured('serverQueueTime', { series: wrong }).bounds).toEqual({});
  });

  it('meets a criterion on a percentile only where all of its bucket does', () => {
    const serverQueueTime = measured('serverQueueTime', queue([60, 100, 100]));
    const verdict = (threshold: number): unknown =>
      judgeCriterion(parseCriterion('p95ServerQueueTime'), threshold, {
        measurement: serverQueueTime,
      });
    expect(verdict(500)).toMatchObject({ status: 'pass' });
    expect(verdict(400)).toMatchObject({
      status: 'fail',
      text: expect.stringContaining('inconclusive'),
    });
    expect(verdict(200)).toMatchObject({
      status: 'fail',
      text: expect.not.stringContaining('inconclusive'),
    });
  });

  it('counts no request as no value', () => {
    expect(measured('serverQueueTime', queue([0, 0, 0], 0)).reason).toBe(
      'the server counted no requests',
    );
  });
});

describe('a level of the server', () => {
  /** Values at scrapes of one each second from the first edge to the last. */
  const every = (value: (ms: number) => number): Map<number, number> =>
    new Map(
      [900, ...Array.from({ length: 10 }, (_, index) => 1000 * (index + 1.5)), 11_100].map((ms) => [
        ms,
        value(ms),
      ]),
    );
  const running = (...at: Map<number, number>[]): Pick<Scraped, 'series'> => ({
    series: at.map((values) => ({
      quantity: 'requestsRunning',
      kind: 'gauge',
      at: Object.fromEntries(values),
    })),
  });

  it('is weighted by time, and sums engines', () => {
    const { avg, max, note } = measured(
      'serverRequestsRunning',
      running(
        every((ms) => ms / 1000),
        every(() => 2),
      ),
    );
    // From the first request on, which is sent 100 ms after the scrape before it.
    expect(avg).toBeCloseTo((1 + 11.1) / 2 + 2, 9);
    expect(max).toBeCloseTo(13.1, 9);
    expect(note).toContain('lower bound');
  });

  it('leaves out the time until load starts, which machines wait together', () => {
    const waits = new PhaseBuilder('load')
      .stage('closed', 1000, 11_000)
      .request({ purpose: 'load', stage: 'closed', sentMs: 6500, chunksMs: [6600, 10_900] });
    const levels = running(every((ms) => (ms < 6500 ? 0 : 4)));
    expect(measured('serverRequestsRunning', levels, waits).avg).toBeCloseTo(4, 9);
  });

  it('is absent with few scrapes', () => {
    const few = measured(
      'serverRequestsRunning',
      running(
        new Map([
          [900, 1],
          [5000, 1],
          [11_100, 1],
        ]),
      ),
    );
    expect(few.reason).toContain('3 scrapes with this gauge');
  });

  it('is absent where scrapes cover too little of the time', () => {
    const gap = new Map([900, 1500, 2500, 3500, 4500, 11_100].map((ms) => [ms, 1]));
    expect(measured('serverRequestsRunning', running(gap)).reason).toContain('cover');
  });

  it('keeps the KV cache of engines apart', () => {
    const at = [every(() => 0.2), every(() => 0.6)];
    const series = at.map(
      (values) =>
        ({
          quantity: 'kvCacheUsage',
          kind: 'gauge',
          combine: 'each',
          at: Object.fromEntries(values),
        }) as const,
    );
    const { avg, max } = measured('serverKvCacheUsage', { series });
    expect(avg).toBeCloseTo(0.4, 9);
    expect(max).toBe(0.6);
  });
});

describe('a ratio of the server', () => {
  it('is that of the increases, not of the counters', () => {
    const series = [
      { quantity: 'prefixCacheHitTokens', at: { 900: 900, 11_100: 950 } },
      { quantity: 'prefixCacheQueryTokens', at: { 900: 1000, 11_100: 1200 } },
    ];
    expect(measured('serverPrefixCacheHitRate', { series }).avg).toBe(0.25);
  });

  it('is absent where nothing was counted', () => {
    const series = [
      { quantity: 'specDecodeAcceptedTokens', at: { 900: 9, 11_100: 9 } },
      { quantity: 'specDecodeDraftTokens', at: { 900: 10, 11_100: 10 } },
    ];
    expect(measured('serverSpecDecodeAcceptance', { series }).avg).toBeNaN();
  });
});
