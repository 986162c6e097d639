import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import type { Measurement } from '../../src/metric/measure/measurement.ts';
import type { Measurements } from '../../src/metric/measure/measure.ts';
import { METRICS } from '../../src/metric/registry.ts';
import { ConfigError } from '../../src/spec/error/errors.ts';
import type { PhaseStreams } from '../../src/stream/phase-streams.ts';
import {
  CriterionVerdictSchema,
  type CriterionVerdict,
} from '../../src/verdict/criterion-verdict.ts';
import { parseCriterion } from '../../src/verdict/criterion.ts';
import { judgeCriterion } from '../../src/verdict/judge.ts';
import { measureWithStages } from '../../src/verdict/measured-phase.ts';
import { builtBaseline } from '../stream/built/built-phases.ts';
import { MIB, PhaseBuilder } from '../stream/built/phase-builder.ts';

/** What a phase and its one stage measured, together. */
function allOf(phase: PhaseStreams): Measurements {
  const { measurements, stages } = measureWithStages(phase);
  return { ...stages[0]?.measurements, ...measurements };
}

const measured = allOf(builtBaseline().build(5900));

function judge(criteria: Record<string, number>, measurements: Measurements): CriterionVerdict[] {
  return Object.entries(criteria).map(([key, threshold]) => {
    const criterion = parseCriterion(key);
    return judgeCriterion(criterion, threshold, {
      measurement: measurements[criterion.metric.name],
    });
  });
}

function latency(changes: Partial<Measurement>): Record<string, Measurement> {
  const measurement: Measurement = {
    unit: 'ms',
    better: 'lower',
    count: 1000,
    failed: 0,
    avg: 100,
    min: 50,
    max: 200,
    p50: 100,
    p90: 150,
    p95: 160,
    p99: 190,
    total: 100_000,
    ...changes,
  };
  return { responseLatency: measurement };
}

describe('judge', () => {
  test("passes the contract's example as printed", () => {
    const criteria = {
      maxMemoryUsage: 14 * 1024 * 1024 * 1024,
      avgResponseTime: 1000,
      contextPreservation: 0.95,
    };
    const verdicts = judge(criteria, measured);
    expect(verdicts.map(({ key, status }) => [key, status])).toEqual([
      ['maxMemoryUsage', 'pass'],
      ['avgResponseTime', 'pass'],
      ['contextPreservation', 'pass'],
    ]);
    expect(verdicts[0]?.margin).toBe(14 * 1024 * 1024 * 1024 - 240 * MIB);
  });

  test('reports by how much an upper threshold was missed', () => {
    expect(judge({ maxMemoryUsage: 1000 }, measured)).toEqual([
      {
        key: 'maxMemoryUsage',
        metric: 'memoryUsage',
        aggregate: 'max',
        unit: 'bytes',
        bound: 'at-most',
        value: 240 * MIB,
        threshold: 1000,
        status: 'fail',
        margin: 1000 - 240 * MIB,
        reason: 'missed',
        text: '240.0 MiB over the threshold of 1000 B, 251,658×',
      },
    ]);
  });

  test('reports by how much a lower threshold was missed', () => {
    const [verdict] = judge({ requestThroughput: 30 }, measured);
    expect(verdict).toMatchObject({
      status: 'fail',
      margin: -5,
      text: '5/s under the threshold of 30/s',
    });
  });

  test('a value equal to its threshold meets it, in both directions', () => {
    const [most] = judge({ avgResponseTime: 100 }, latency({}));
    expect(most).toMatchObject({ status: 'pass', margin: 0 });
    expect(judge({ requestThroughput: 25, errorRate: 0 }, measured)).toMatchObject([
      { status: 'pass' },
      { status: 'pass' },
    ]);
  });
});

describe('judge fails closed', () => {
  test('on a metric that was not measured, with the reason', () => {
    const unmeasured = latency({ count: 0, avg: NaN, reason: 'no request in this phase' });
    const [verdict] = judge({ avgResponseTime: 100 }, unmeasured);
    expect(verdict).toMatchObject({ status: 'fail', reason: 'not-measured' });
    expect(verdict?.text).toContain('no request in this phase');
    expect(verdict?.value).toBeNaN();
  });

  test('on a metric without a measurement, on NaN, and on a threshold that is not a number', () => {
    expect(judge({ avgResponseTime: 100 }, {})).toMatchObject([{ reason: 'not-measured' }]);
    const nan = latency({ avg: NaN });
    expect(judge({ avgResponseTime: 100 }, nan)).toMatchObject([{ status: 'fail' }]);
    expect(judge({ avgResponseTime: NaN }, latency({}))).toMatchObject([{ status: 'fail' }]);
  });

  test.each([
    ['p95ResponseTime', 58, 'inconclusive'],
    ['p95ResponseTime', 59, 'met'],
    ['p99ResponseTime', 298, 'inconclusive'],
    ['p99ResponseTime', 299, 'met'],
    ['p50ResponseTime', 4, 'inconclusive'],
    ['p50ResponseTime', 5, 'met'],
    ['maxResponseTime', 1, 'met'],
  ])('%s of %d values is %s', (key, count, reason) => {
    expect(judge({ [key]: 1000 }, latency({ count }))).toMatchObject([{ reason }]);
  });

  test('on an average that leaves failed requests out, and not on a percentile that allows for them', () => {
    const failing = latency({ failed: 10, max: Infinity, p99: Infinity });
    const [average, p95, p99, max] = judge(
      {
        avgResponseTime: 1000,
        p95ResponseTime: 1000,
        p99ResponseTime: 1000,
        maxResponseTime: 1000,
      },
      failing,
    );
    expect(average).toMatchObject({ status: 'fail', reason: 'failed-requests', value: 100 });
    expect(average?.text).toContain('10 of 1,000 requests failed');
    expect(p95).toMatchObject({ status: 'pass' });
    expect(p99).toMatchObject({ status: 'fail', reason: 'missed', value: Infinity });
    expect(max).toMatchObject({ status: 'fail', margin: -Infinity });
  });

  test('when every request failed, with any aggregate', () => {
    const allFailed = latency({ count: 300, failed: 300, avg: NaN, p50: Infinity });
    const verdicts = judge({ avgResponseTime: 1e9, p50ResponseTime: 1e9 }, allFailed);
    expect(verdicts).toMatchObject([{ reason: 'failed-requests' }, { reason: 'failed-requests' }]);
  });
});

describe('judge of times that leave failed requests out', () => {
  /** Answered in 1 to `answered` milliseconds, and others refused. */
  function measuredWith(answered: number, refused: number): Measurements {
    const builder = new PhaseBuilder('p').stage('closed', 0, 10_000);
    for (let index = 0; index < answered + refused; index += 1) {
      const isSuccessful = index < answered;
      builder.request({
        purpose: 'load',
        stage: 'closed',
        sentMs: 0,
        endMs: index + 2,
        ...(isSuccessful ? { chunksMs: [index + 1, index + 2] } : {}),
      });
    }
    return allOf(builder.build(10_000));
  }

  test('passes nothing when nearly all failed', () => {
    const criteria = {
      p50TimeToFirstToken: 1000,
      avgInferenceTime: 1000,
      p90TimePerOutputToken: 1e6,
    };
    expect(judge(criteria, measuredWith(60, 5000))).toMatchObject([
      { status: 'fail', reason: 'missed', value: Infinity },
      { status: 'fail', reason: 'failed-requests' },
      { status: 'fail', reason: 'failed-requests' },
    ]);
  });

  test('allows a percentile as many failures as it has room for, and counts them in it', () => {
    const [p95, p99, max] = judge(
      { p95TimeToFirstToken: 1000, p99TimeToFirstToken: 1000, maxTimeToFirstToken: 1000 },
      measuredWith(980, 20),
    );
    expect(p95).toMatchObject({ status: 'pass', value: 950.05 });
    expect(p95?.text).toContain('20 failed requests counted as infinite');
    expect(p99).toMatchObject({ status: 'fail', reason: 'missed', value: Infinity });
    expect(max).toMatchObject({ status: 'fail', reason: 'failed-requests' });
  });

  test('fails an average of model switches when one failed', () => {
    const switches = new PhaseBuilder('p')
      .request({ purpose: 'model-switch', sentMs: 0, chunksMs: [100] })
      .request({ purpose: 'model-switch', sentMs: 0, endMs: 5 });
    expect(judge({ avgContextSwitchTime: 1000 }, allOf(switches.build(200)))).toMatchObject([
      { status: 'fail', reason: 'failed-requests', value: 100 },
    ]);
  });
});

test('a key that is no criterion is a configuration error', () => {
  expect(() => judge({ maxMemory: 1 }, measured)).toThrow(ConfigError);
});

test('a verdict goes to JSON and back, infinite and unmeasured numbers as null', () => {
  const [verdict] = judge({ maxResponseTime: 1000 }, latency({ failed: 1, max: Infinity }));
  if (verdict === undefined) throw new Error('there is one criterion');
  const json = z.encode(CriterionVerdictSchema, verdict);
  expect(json).toMatchObject({ value: null, margin: null, status: 'fail' });
  expect(z.decode(CriterionVerdictSchema, json).status).toBe('fail');
});

test.each(METRICS)('a criterion on $name goes to JSON', ({ name, better }) => {
  const key = better === 'neither' ? `max${name.charAt(0).toUpperCase()}${name.slice(1)}` : name;
  const verdicts = judge({ [key]: 1 }, measured);
  expect(verdicts.map((verdict) => z.encode(CriterionVerdictSchema, verdict))).toMatchObject([
    { key, metric: name },
  ]);
});
