import type { ClientUsage } from '../../../src/spec/quality/client-usage.ts';
import type { ClientErrorBudget } from '../../../src/spec/quality/client-error-budget.ts';
import type { ClientCalibration } from '../../../src/spec/quality/client-calibration.ts';

/** What a client says that kept up with its load. */
export const clientUsage: ClientUsage = {
  clock: 'native',
  connectionsOpenedBefore: 4,
  connectionsOpenedDuring: 0,
  freshConnections: 0,
  resends: 0,
  limit: { cause: 'none', requests: 0, longestWaitMs: 0, connections: Number.NaN },
  delayedReads: 0,
  busyRatio: 0.03,
  cpuUtilization: 0.12,
  promptWaitMs: 0,
};

const errors = {
  firstTokenErrorMs: { p50: 0.04, p99: 0.2 },
  gapErrorMs: { p50: 0.02, p99: 0.15 },
};

/** A phase in which no latency is judged. */
export const NO_BUDGET: ClientErrorBudget = {
  firstTokenMs: Number.NaN,
  gapMs: Number.NaN,
  reason: 'no latency is judged',
};

/** A client whose stamps were far within their budget. */
export const clientCalibration: ClientCalibration = {
  ...errors,
  clock: 'native',
  concurrency: 4,
  requests: 64,
  tokens: 8,
  gapMs: 5,
  budget: { firstTokenMs: 10, gapMs: Number.NaN, reason: '5% of p95TimeToFirstToken (200 ms)' },
  attempts: [errors],
};
