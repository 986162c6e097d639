import { AGGREGATES, type Aggregate, type MetricDefinition } from '../metric/metric.ts';
import { findMetric, metricNames } from '../metric/registry.ts';
import { ConfigError } from '../spec/errors.ts';
import { askWhetherMeant } from '../spec/nearest-name.ts';

/** What a key of `successCriteria` asks for, without its threshold. */
export interface Criterion {
  /** As it was written. */
  readonly key: string;
  readonly metric: MetricDefinition;
  readonly aggregate: Aggregate;
  /** On which side of the threshold the value must be; a value equal to it is good. */
  readonly bound: 'at-most' | 'at-least';
}

/**
 * Reads a key of `successCriteria`: `[max|min|avg|p50|p90|p95|p99|total]MetricName`, or a bare metric name, which takes
 * the default aggregate of the metric. Aliases are names.
 *
 * The direction comes from the metric: lower-is-better must be at most the threshold, higher-is-better at least. A metric
 * that is better neither way (concurrency, cacheHitRatio) is bounded by its prefix: `max` from above, `min` from below, and
 * no other form, since none would say which side is meant.
 * `total` adds values up, so it is only for times of requests, which have a sum, and not for memory over time or ratios.
 * @throws {ConfigError} that names the nearest known key where one is near
 */
export function parseCriterion(key: string): Criterion {
  const bare = findMetric(key);
  if (bare !== undefined) return criterionOf(key, bare, undefined);
  for (const aggregate of AGGREGATES) {
    const metric = findMetric(withoutPrefix(key, aggregate));
    if (metric !== undefined) return criterionOf(key, metric, aggregate);
  }
  throw new ConfigError(
    `No success criterion is called "${key}".${askWhetherMeant(key, knownKeys())} ` +
      `A criterion is a metric name, or one of ${AGGREGATES.join(', ')} before it, as in maxMemoryUsage. ` +
      `Metrics: ${metricNames().join(', ')}.`,
  );
}

function criterionOf(
  key: string,
  metric: MetricDefinition,
  prefix: Aggregate | undefined,
): Criterion {
  if (prefix === 'total' && metric.unit !== 'ms') {
    throw new ConfigError(
      `The criterion "${key}" asks for a sum of ${metric.name}, which means nothing. ` +
        `Use "${keyOf(metric.defaultAggregate, metric.name)}" or another aggregate.`,
    );
  }
  if (metric.better !== 'neither') {
    const bound = metric.better === 'lower' ? 'at-most' : 'at-least';
    return { key, metric, aggregate: prefix ?? metric.defaultAggregate, bound };
  }
  if (prefix === 'max') return { key, metric, aggregate: prefix, bound: 'at-most' };
  if (prefix === 'min') return { key, metric, aggregate: prefix, bound: 'at-least' };
  throw new ConfigError(
    `The criterion "${key}" does not say on which side of the threshold ${metric.name} must be: ` +
      `it is better neither high nor low. Use "${keyOf('max', metric.name)}" for a limit from above ` +
      `or "${keyOf('min', metric.name)}" for one from below.`,
  );
}

/** The metric name that would follow a prefix in a key, or nothing that a metric could be called. */
function withoutPrefix(key: string, aggregate: Aggregate): string {
  const rest = key.startsWith(aggregate) ? key.slice(aggregate.length) : '';
  const [initial = ''] = rest;
  // `maxMemoryUsage`, and never `maxmemoryUsage`.
  return initial === initial.toUpperCase() ? initial.toLowerCase() + rest.slice(1) : '';
}

function keyOf(aggregate: Aggregate, name: string): string {
  return aggregate + name.charAt(0).toUpperCase() + name.slice(1);
}

/** Every key that is a criterion: what {@link parseCriterion} takes. */
function knownKeys(): string[] {
  return metricNames().flatMap((name) => {
    const metric = findMetric(name);
    if (metric?.better === 'neither') return [keyOf('max', name), keyOf('min', name)];
    const aggregates = AGGREGATES.filter((one) => one !== 'total' || metric?.unit === 'ms');
    return [name, ...aggregates.map((aggregate) => keyOf(aggregate, name))];
  });
}
