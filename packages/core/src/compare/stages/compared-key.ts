import type { Aggregate, MetricDefinition } from '../../metric/metric.ts';
import { METRICS } from '../../metric/registry.ts';
import { parseCriterion } from '../../verdict/criterion.ts';

/** A compared figure: a metric by one aggregate. */
export interface ComparedKey {
  /** As a criterion names it. */
  readonly key: string;
  readonly metric: MetricDefinition;
  readonly aggregate: Aggregate;
  readonly better: 'lower' | 'higher';
  /** The stage that it is restricted to; absent where it is compared in every stage, or over the phase. */
  readonly stage?: string;
  /** Whether a criterion of the runs or the user names it, so that a gate relies on it. */
  readonly isNamed: boolean;
}

/** Metrics of the client, not of the server. */
const CLIENT_METRICS: ReadonlySet<string> = new Set(['sendDelay']);

function keyNamed(key: string, isNamed: boolean): ComparedKey {
  const { metric, aggregate, bound, stage } = parseCriterion(key);
  return {
    key,
    metric,
    aggregate,
    better: bound === 'at-most' ? 'lower' : 'higher',
    ...(stage === undefined ? {} : { stage }),
    isNamed,
  };
}

/** Identifies a figure: two keys with the same one are duplicates in the same place. */
export function figureOfKey({ metric, aggregate }: ComparedKey): string {
  return `${metric.name} ${aggregate}`;
}

/**
 * The metrics to compare, in the order of the registry: those that were requested, or every default aggregate and the criteria.
 * Of two keys for one figure, the one that a gate relies on stays.
 * @throws {ConfigError} for a key that is not a criterion
 */
export function keysOf(
  asked: readonly string[] | undefined,
  criteria: readonly string[],
): ComparedKey[] {
  const named = (asked ?? criteria).map((key) => keyNamed(key, true));
  const others = METRICS.filter(
    ({ name, better }) => better !== 'neither' && !CLIENT_METRICS.has(name),
  ).map(({ name }) => keyNamed(name, false));
  const keys = new Map<string, ComparedKey>();
  for (const key of asked === undefined ? [...named, ...others] : named) {
    const place = `${key.stage ?? ''} ${figureOfKey(key)}`;
    if (!keys.has(place)) keys.set(place, key);
  }
  return [...keys.values()].toSorted(
    (a, b) => METRICS.indexOf(a.metric) - METRICS.indexOf(b.metric),
  );
}
