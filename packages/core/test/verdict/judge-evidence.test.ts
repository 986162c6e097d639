import { describe, expect, test } from 'vitest';
import type { CriterionVerdict } from '../../src/verdict/criterion-verdict.ts';
import { judgePhase } from '../../src/verdict/judge-phase.ts';
import { measureWithStages } from '../../src/verdict/measured-phase.ts';
import { uniform } from './decide/simulated.ts';
import { PhaseBuilder } from '../stream/built/phase-builder.ts';

/** TTFT of requests in order of arrival, milliseconds; `Infinity` for one that failed. */
function loaded(ttftMs: readonly number[]): PhaseBuilder {
  const phase = new PhaseBuilder('load').stage('closed', 0, 10 * ttftMs.length);
  for (const [index, ms] of ttftMs.entries()) {
    const sentMs = 10 * index;
    const chunksMs = [sentMs + ms, sentMs + ms + 1];
    phase.request({
      purpose: 'load',
      stage: 'closed',
      sentMs,
      ...(Number.isFinite(ms) ? { chunksMs } : { endMs: sentMs + 1 }),
    });
  }
  return phase;
}

function judge(
  ttftMs: readonly number[],
  key: string,
  threshold: number,
  acceptInconclusive = false,
): CriterionVerdict | undefined {
  const phase = measureWithStages(loaded(ttftMs).build(20 * ttftMs.length + 2000));
  return judgePhase({ [key]: threshold }, phase, { acceptInconclusive })[0];
}

/** `count` numbers: slow ones where `isSlow` says so. */
function times(count: number, isSlow: (index: number) => boolean): number[] {
  return Array.from({ length: count }, (_, index) => (isSlow(index) ? 500 : 20));
}

describe('a criterion on the requests of a stage', () => {
  test('passes, with its bounds, on enough requests', () => {
    expect(
      judge(
        times(100, () => false),
        'ttft.p95',
        100,
      ),
    ).toMatchObject({
      status: 'pass',
      reason: 'met',
      evidence: { requests: 100, effective: 100, low: 20, high: 20 },
    });
  });

  test('is inconclusive with a number of requests that decides', () => {
    const verdict = judge(
      times(100, (index) => index === 50 || index === 10),
      'ttft.p95',
      100,
    );
    expect(verdict).toMatchObject({ status: 'fail', reason: 'inconclusive', value: 20 });
    expect(verdict?.text).toMatch(
      /^inconclusive: 95% bounds 20\.0 ms to 500 ms on 100 requests; about \d+ would decide$/u,
    );
  });

  test('compares the value when inconclusive criteria are accepted, and reports it', () => {
    const verdict = judge(
      times(100, (index) => index === 50),
      'ttft.p99',
      100,
      true,
    );
    expect(verdict).toMatchObject({ status: 'pass', reason: 'met', accepted: true });
    expect(verdict?.text).toContain('accepted although inconclusive');
  });

  test('counts failed requests as beyond any threshold, in order of arrival', () => {
    const failing = times(100, () => false).map((ms, index) => (index % 10 === 3 ? Infinity : ms));
    expect(judge(failing, 'ttft.p95', 1e6)).toMatchObject({ reason: 'missed' });
    // The same number of concurrent requests is one outage, and no evidence of a rate.
    const outage = times(100, () => false).map((ms, index) => (index < 10 ? Infinity : ms));
    expect(judge(outage, 'ttft.p95', 1e6)).toMatchObject({ reason: 'inconclusive' });
  });

  test('counts slow requests that came together as fewer', () => {
    const apart = judge(
      times(1000, (index) => index % 15 === 0),
      'ttft.p95',
      100,
    );
    const together = judge(
      times(1000, (index) => index % 150 < 10),
      'ttft.p95',
      100,
    );
    expect(apart).toMatchObject({ reason: 'missed' });
    expect(together).toMatchObject({ reason: 'inconclusive' });
    expect(together?.evidence?.effective).toBeLessThan(400);
  });

  test('judges an average by its bounds', () => {
    const random = uniform(3);
    const mixed = Array.from({ length: 200 }, () => 20 + 10 * random());
    const mean = mixed.reduce((sum, ms) => sum + ms, 0) / mixed.length;
    expect(judge(mixed, 'ttft.avg', mean + 1)).toMatchObject({ reason: 'met' });
    expect(judge(mixed, 'ttft.avg', mean - 1)).toMatchObject({ reason: 'missed' });
    expect(judge(mixed, 'ttft.avg', mean + 0.05)).toMatchObject({ reason: 'inconclusive' });
  });

  test('judges an error rate by its share, and one of 0 as counted', () => {
    const failing = times(400, () => false).map((ms, index) => (index === 200 ? Infinity : ms));
    expect(judge(failing, 'errorRate', 0.05)).toMatchObject({ reason: 'met' });
    expect(judge(failing, 'errorRate', 0.005)).toMatchObject({ reason: 'inconclusive' });
    expect(judge(failing, 'errorRate', 0)).toMatchObject({ reason: 'missed' });
  });

  test('takes maxima and rates as counted', () => {
    const few = times(10, () => false);
    expect(judge(few, 'ttft.max', 100)?.evidence).toBeUndefined();
    expect(judge(few, 'ttft.max', 100)).toMatchObject({ reason: 'met' });
    expect(judge(few, 'requestThroughput', 1)).toMatchObject({ reason: 'met' });
  });
});
