import type { Aggregate, MetricDefinition } from '../../metric/metric.ts';
import { METRICS } from '../../metric/registry.ts';
import { parseCriterion } from '../../verdict/criterion.ts';

/** What is compared: a metric by one aggregate. */
export interface ComparedKey {
  /** As a criterion names it. */
  readonly key: string;
  readonly metric: MetricDefinition;
  readonly aggregate: Aggregate;
  readonly better: 'lower' | 'higher';
  /** The only stage that it is compared in; absent where it is compared in every stage, or over the phase. */
  readonly stage?: string;
  /** Whether a criterion of the runs names it, or the user: then somebody relies on it. */
  readonly isNamed: boolean;
}

/** How late the client was is about the client, and no figure of the server. */
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

/** What makes two keys one where both are compared in the same place. */
export function figureOfKey({ metric, aggregate }: ComparedKey): string {
  return `${metric.name} ${aggregate}`;
}

/**
 * The metrics to compare, in the order of the registry: those that were requested, or every default aggregate and the criteria.
 * Of two keys for one figure, the one that somebody relies on stays.
 * @throws {ConfigError} for a key that is no criterion
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
