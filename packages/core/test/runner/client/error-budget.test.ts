import { describe, expect, it } from 'vitest';
import { errorBudget } from '../../../src/runner/client/error-budget.ts';

const none = { criteria: {}, slos: {} };

describe('the budget for timing errors', () => {
  it('is 5% of the smallest SLO or criterion that hangs on them', () => {
    const slos = { timeToFirstToken: 400, interTokenLatency: 60 };
    const criteria = { p95ResponseTime: 2000, p99TimeToFirstToken: 300, p99InterTokenLatency: 80 };
    expect(errorBudget({ criteria, slos })).toEqual({
      firstTokenMs: 15,
      gapMs: 3,
      reason:
        '5% of p99TimeToFirstToken of 300 ms and interTokenLatency of 60.0 ms, at least 1.00 ms',
    });
  });

  it('is at least 1 ms by default', () => {
    expect(errorBudget({ ...none, criteria: { p50InterTokenLatency: 5 } })).toMatchObject({
      firstTokenMs: Number.NaN,
      gapMs: 1,
    });
  });

  it('only exists for judged latencies: throughput, memory and errors do not depend on timestamps', () => {
    const criteria = { errorRate: 0, maxMemoryUsage: 1e9, outputTokenThroughput: 5 };
    expect(errorBudget({ ...none, criteria })).toEqual({
      firstTokenMs: Number.NaN,
      gapMs: Number.NaN,
      reason: 'no latency is judged',
    });
  });

  it('takes what was configured, be it less than 1 ms', () => {
    const criteria = { p99TimeToFirstToken: 300 };
    expect(errorBudget({ ...none, criteria, budgetMs: 0.01 })).toEqual({
      firstTokenMs: 0.01,
      gapMs: 0.01,
      reason: 'as configured',
    });
  });
});
