import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMetric } from '../../../src/metric/registry.ts';
import {
  missedSlos,
  isGood,
  SLO_NAMES,
  requestLatencyMs,
} from '../../../src/stream/rows/request-slos.ts';
import type { RequestRow } from '../../../src/stream/rows/request-row.ts';
import { PhaseBuilder, type BuiltRequest } from '../built/phase-builder.ts';

function rowOf(request: Partial<BuiltRequest> = {}): RequestRow {
  const built = {
    purpose: 'load',
    stage: 'open',
    sentMs: 10,
    chunksMs: [30, 40, 70],
    ...request,
  } as const;
  const [row] = new PhaseBuilder('load').request(built).build(1000).requests;
  if (row === undefined) throw new Error('the builder made no row');
  return row;
}

describe('a latency of one request', () => {
  it('is the value that the metric of its name pools', () => {
    const row = rowOf({ scheduledMs: 5, endMs: 71 });
    const times = Object.fromEntries(SLO_NAMES.map((name) => [name, requestLatencyMs(name, row)]));
    expect(times).toEqual({
      timeToFirstToken: 20,
      scheduledTimeToFirstToken: 25,
      timeToFirstAnswerToken: 20,
      timePerOutputToken: 20,
      interTokenLatency: 30,
      inferenceTime: 60,
      responseLatency: 66,
    });
    const phase = new PhaseBuilder('load').stage('open', 0, 100).build(100, { requests: [row] });
    for (const [name, ms] of Object.entries(times)) {
      const reading = findMetric(name)?.read(phase);
      // Gaps are pooled one by one; of a request the longest counts.
      const pooled = reading?.kind === 'values' ? Math.max(...reading.values) : undefined;
      expect(pooled, name).toBeCloseTo(ms, 9);
    }
  });

  it('is NaN where the request has none, or no metric is called that', () => {
    expect(requestLatencyMs('timeToFirstToken', rowOf({ chunksMs: [] }))).toBeNaN();
    expect(requestLatencyMs('interTokenLatency', rowOf({ chunksMs: [30] }))).toBeNaN();
    expect(requestLatencyMs('errorRate', rowOf())).toBeNaN();
  });
});

describe('slos', () => {
  it('are met up to their limits, the limit included', () => {
    expect(missedSlos(rowOf(), { timeToFirstToken: 20, interTokenLatency: 29 })).toEqual([
      'interTokenLatency',
    ]);
    expect(isGood(rowOf(), { timeToFirstToken: 20, interTokenLatency: 30 })).toBe(true);
  });

  it('are missed by a failed request, however quick', () => {
    const timedOut = rowOf({ outcome: 'timeout' });
    expect(isGood(timedOut, { timeToFirstToken: 1000 })).toBe(false);
    expect(isGood(rowOf({ chunksMs: [] }), {})).toBe(false);
  });

  it('on latencies between tokens are met by a response of one token, which has none', () => {
    const one = rowOf({ chunksMs: [30] });
    expect(isGood(one, { timePerOutputToken: 1, interTokenLatency: 1 })).toBe(true);
  });

  it('on latencies between tokens are missed where several tokens arrived together: their latency is unknown', () => {
    const atOnce = rowOf({ chunksMs: [30], outputTokens: 64 });
    expect(isGood(atOnce, { timePerOutputToken: 1000 })).toBe(false);
    expect(isGood(atOnce, { timeToFirstToken: 1000 })).toBe(true);
  });

  it('are never met by fewer requests when they are looser', () => {
    const limits = fc.record(
      Object.fromEntries(SLO_NAMES.map((name) => [name, fc.double({ min: 1, max: 100 })])),
    );
    const chunks = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        limits,
        chunks,
        fc.double({ min: 1, max: 3, noNaN: true }),
        (strict, gaps, ease) => {
          let atMs = 10;
          const row = rowOf({ chunksMs: gaps.map((gap) => (atMs += gap)) });
          const loose = Object.fromEntries(
            Object.entries(strict).map(([name, ms]) => [name, ms * ease]),
          );
          expect(missedSlos(row, strict)).toEqual(expect.arrayContaining(missedSlos(row, loose)));
        },
      ),
    );
  });
});
