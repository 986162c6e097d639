import { formatMs } from '../../metric/format/format-value.ts';
import type { ClientErrorBudget } from '../../spec/account/client-calibration.ts';
import { parseCriterion } from '../../verdict/criterion.ts';

/** Times that hang on when a token or an answer arrived. */
const ARRIVAL_METRICS: ReadonlySet<string> = new Set([
  'timeToFirstToken',
  'scheduledTimeToFirstToken',
  'inferenceTime',
  'responseLatency',
]);

/** Times that hang on gaps between tokens. */
const GAP_METRICS: ReadonlySet<string> = new Set(['interTokenLatency', 'timePerOutputToken']);

/** Share of what is judged that an error may be. */
const SHARE = 0.05;

/** Less is asked of no client. */
const LEAST_MS = 1;

/** What times are judged by. */
export interface JudgedTimes {
  /** As configured; for both kinds of error. */
  readonly budgetMs?: number;
  /** Thresholds by criterion, such as `p95ResponseTime`. */
  readonly criteria: Readonly<Record<string, number>>;
  /** Bounds on each request by metric, milliseconds. */
  readonly slos: Readonly<Record<string, number>>;
}

/**
 * How far off stamps may be: 5% of the smallest SLO or criterion that hangs on them, and at least 1 ms. Where no
 * time is judged nothing depends on the client's stamps, and there is no budget.
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
        ? 'no time is judged'
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
