import { describe, expect, test } from 'vitest';
import { cacheHitRate } from '../../../src/metric/tokens/cache-hit-rate.ts';
import { errorRate } from '../../../src/metric/errors/error-rate.ts';
import { inferenceTime } from '../../../src/metric/latency/inference-time.ts';
import { interTokenLatency } from '../../../src/metric/latency/inter-token-latency.ts';
import type { MetricDefinition } from '../../../src/metric/metric.ts';
import { measure } from '../../../src/metric/measure/measure.ts';
import { responseLatency } from '../../../src/metric/latency/response-latency.ts';
import { sendDelay } from '../../../src/metric/latency/send-delay.ts';
import { timePerOutputToken } from '../../../src/metric/latency/time-per-output-token.ts';
import { scheduledTimeToFirstToken } from '../../../src/metric/latency/scheduled-time-to-first-token.ts';
import { timeToFirstToken } from '../../../src/metric/latency/time-to-first-token.ts';
import { REQUEST_PURPOSES } from '../../../src/stream/rows/request-row.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';

/** Due at 100, sent at 105, tokens at 125, 135 and 165, over at 170. */
const one = {
  scheduledMs: 100,
  sentMs: 105,
  chunksMs: [125, 135, 165],
  endMs: 170,
} as const;

const answered = (): PhaseBuilder =>
  new PhaseBuilder('p').request({ purpose: 'load', stage: 'open', ...one });

describe('the times of one request', () => {
  test.each([
    { metric: timeToFirstToken, ms: 20 },
    { metric: scheduledTimeToFirstToken, ms: 25 },
    { metric: timePerOutputToken, ms: 20 },
    { metric: inferenceTime, ms: 60 },
    { metric: responseLatency, ms: 70 },
    { metric: sendDelay, ms: 5 },
  ])('$metric.name is $ms ms', ({ metric, ms }) => {
    expect(measure(metric, answered().build(200))).toMatchObject({ count: 1, failed: 0, avg: ms });
  });

  test('interTokenLatency is pooled over requests', () => {
    expect(measure(interTokenLatency, answered().build(200))).toMatchObject({
      count: 2,
      min: 10,
      max: 30,
    });
  });
});

const serviceMetrics = [
  timeToFirstToken,
  scheduledTimeToFirstToken,
  timePerOutputToken,
  interTokenLatency,
  inferenceTime,
  responseLatency,
  errorRate,
  cacheHitRate,
];

function purposesOf(metric: MetricDefinition): readonly string[] {
  return REQUEST_PURPOSES.filter((purpose) => {
    const phase = new PhaseBuilder('p').request({ purpose, ...one }).build(200);
    return measure(metric, phase).count > 0;
  });
}

describe('which requests count', () => {
  test.each(serviceMetrics)('$name reads measured requests alone', (metric) => {
    expect(purposesOf(metric)).toEqual(['sequential', 'load', 'probe']);
  });

  test('sendDelay reads measured requests, and none of a closed loop: they have no scheduled start', () => {
    expect(purposesOf(sendDelay)).toEqual(['sequential', 'load', 'probe']);
    const closed = new PhaseBuilder('p')
      .stage('closed', 0, 200)
      .request({ purpose: 'load', ...one });
    expect(measure(sendDelay, closed.build(200))).toMatchObject({
      count: 0,
      reason: 'requests of a closed loop have no scheduled start',
    });
  });

  describe.each(['cancelled', 'abandoned'] as const)('with outcome %s', (outcome) => {
    test.each(serviceMetrics)('$name does not count it', (metric) => {
      const phase = new PhaseBuilder('p')
        .request({ purpose: 'sequential', ...one, outcome })
        .build(200);
      expect(measure(metric, phase)).toMatchObject({ count: 0 });
    });
  });
});

describe('requests that failed', () => {
  const failing = (): PhaseBuilder =>
    answered()
      .request({ purpose: 'load', stage: 'open', sentMs: 100, endMs: 101 })
      .request({ purpose: 'load', stage: 'open', sentMs: 100, endMs: 900, outcome: 'timeout' })
      .request({
        purpose: 'load',
        stage: 'open',
        scheduledMs: 100,
        sentMs: NaN,
        outcome: 'dropped',
      })
      .request({ purpose: 'load', stage: 'open', ...one, outcome: 'error', errorKind: 'cut-off' });

  test.each([responseLatency, scheduledTimeToFirstToken])(
    '$name counts each as infinitely slow, also one that had begun to answer',
    (metric) => {
      const measured = measure(metric, failing().build(1000));
      expect(measured).toMatchObject({ count: 5, failed: 4, p50: Infinity, max: Infinity });
      expect(measured.note).toContain('4 of 5 requests failed');
    },
  );

  test.each([timeToFirstToken, inferenceTime, timePerOutputToken])(
    '$name is of answered requests',
    (metric) => {
      expect(measure(metric, failing().build(1000))).toMatchObject({ count: 1, failed: 0 });
    },
  );

  test('service times have the number of excluded requests, and percentiles that count them', () => {
    const measured = measure(timeToFirstToken, failing().build(1000));
    expect(measured.leftOut).toMatchObject({ requests: 4, p50: Infinity, p99: Infinity });
    expect(measured.p50).toBe(measured.max);
    expect(measure(inferenceTime, answered().build(200))).not.toHaveProperty('leftOut');
  });

  test('failed requests have no rank among inter-token latencies', () => {
    const { leftOut } = measure(timePerOutputToken, failing().build(1000));
    expect(leftOut).toMatchObject({ requests: 4, p50: NaN, p99: NaN });
  });

  test('errorRate is over all attempted requests', () => {
    expect(measure(errorRate, failing().build(1000)).avg).toBe(0.8);
    expect(measure(errorRate, answered().build(200)).avg).toBe(0);
  });

  test('sendDelay is of the requests that were sent', () => {
    expect(measure(sendDelay, failing().build(1000))).toMatchObject({ count: 4, max: 5 });
  });

  test('the reason distinguishes no request from no success', () => {
    const refused = new PhaseBuilder('p').request({ purpose: 'sequential', sentMs: 0, endMs: 1 });
    expect(measure(inferenceTime, refused.build(9)).reason).toBe('none of 1 requests succeeded');
    expect(measure(inferenceTime, new PhaseBuilder('p').build(9)).reason).toBe(
      'no measured request was made',
    );
  });
});

describe('timePerOutputToken', () => {
  test('is absent for a one-token response', () => {
    const phase = new PhaseBuilder('p').request({
      purpose: 'sequential',
      sentMs: 0,
      chunksMs: [9],
    });
    expect(measure(timePerOutputToken, phase.build(9)).reason).toContain('two output tokens');
    expect(measure(interTokenLatency, phase.build(9)).reason).toContain('two or more reads');
  });

  test('is absent for tokens that came in one event: no time passed between them', () => {
    const phase = new PhaseBuilder('p').request({
      purpose: 'sequential',
      sentMs: 0,
      chunksMs: [9],
      outputTokens: 12,
    });
    expect(measure(timePerOutputToken, phase.build(9)).count).toBe(0);
  });

  test('has a note when tokens were counted by chunks', () => {
    const phase = new PhaseBuilder('p')
      .request({ purpose: 'sequential', ...one, tokenCountSource: 'chunks' })
      .build(200);
    expect(measure(timePerOutputToken, phase).note).toBe('tokens by chunk count');
  });
});

describe('cacheHitRate', () => {
  test('is cached / prompt tokens of the requests that report both', () => {
    const phase = new PhaseBuilder('p')
      .request({ purpose: 'sequential', ...one, inputTokens: 30, cachedTokens: 30 })
      .request({ purpose: 'sequential', ...one, inputTokens: 90, cachedTokens: 0 })
      .request({ purpose: 'sequential', ...one, cachedTokens: NaN })
      .build(200);
    const measured = measure(cacheHitRate, phase);
    expect(measured.avg).toBe(0.25);
    expect(measured.note).toContain('1 of 3');
  });

  test('is unmeasured, and not zero, when the server does not report it', () => {
    const phase = new PhaseBuilder('p').request({
      purpose: 'sequential',
      ...one,
      cachedTokens: NaN,
    });
    expect(measure(cacheHitRate, phase.build(200)).avg).toBeNaN();
  });
});
