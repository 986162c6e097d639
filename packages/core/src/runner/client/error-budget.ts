import { formatMs } from '../../metric/format/format-value.ts';
import type { ClientErrorBudget } from '../../spec/quality/client-error-budget.ts';
import { parseCriterion } from '../../verdict/criterion.ts';

/** Latencies that depend on the arrival of a token or a response. */
const ARRIVAL_METRICS: ReadonlySet<string> = new Set([
  'timeToFirstToken',
  'scheduledTimeToFirstToken',
  'inferenceTime',
  'responseLatency',
]);

/** Latencies that depend on gaps between tokens. */
const GAP_METRICS: ReadonlySet<string> = new Set(['interTokenLatency', 'timePerOutputToken']);

/** Maximum timing error, as a share of a judged latency. */
const SHARE = 0.05;

/** Smallest budget. */
const LEAST_MS = 1;

/** The SLOs and criteria on latencies. */
export interface JudgedTimes {
  /** As configured, for both kinds of error. */
  readonly budgetMs?: number;
  /** Thresholds by criterion, such as `p95ResponseTime`. */
  readonly criteria: Readonly<Record<string, number>>;
  /** SLOs by metric, milliseconds. */
  readonly slos: Readonly<Record<string, number>>;
}

/**
 * The maximum timing error: 5% of the smallest SLO or criterion that depends on it, at least 1 ms. Where no latency is judged
 * there is no budget.
 */
export function errorBudget({ budgetMs, criteria, slos }: JudgedTimes): ClientErrorBudget {
  if (budgetMs !== undefined) {
    return { firstTokenMs: budgetMs, gapMs: budgetMs, reason: 'as configured' };
  }
  const judged = [...Object.entries(slos), ...Object.entries(criteria)].map(([key, ms]) => ({
    key,
    metric: parseCriterion(key).metric.name,
    ms,
  }));
  const arrival = smallest(judged.filter(({ metric }) => ARRIVAL_METRICS.has(metric)));
  const gap = smallest(judged.filter(({ metric }) => GAP_METRICS.has(metric)));
  const reasons = [...new Set([arrival, gap])].flatMap((one) =>
    one === undefined ? [] : [`${one.key} of ${formatMs(one.ms)}`],
  );
  return {
    firstTokenMs: shareOf(arrival),
    gapMs: shareOf(gap),
    reason:
      reasons.length === 0
        ? 'no latency is judged'
        : `5% of ${reasons.join(' and ')}, at least ${formatMs(LEAST_MS)}`,
  };
}

interface JudgedTime {
  readonly key: string;
  readonly ms: number;
}

function smallest(times: readonly JudgedTime[]): JudgedTime | undefined {
  return times.toSorted((one, other) => one.ms - other.ms)[0];
}

function shareOf(time: JudgedTime | undefined): number {
  return time === undefined ? Number.NaN : Math.max(LEAST_MS, time.ms * SHARE);
}
