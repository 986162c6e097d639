import { AGGREGATES, type Aggregate, type MetricDefinition } from '../metric/metric.ts';
import { renamedMetric } from '../metric/old-names.ts';
import { findMetric, metricNames } from '../metric/registry.ts';
import { ConfigError } from '../spec/error/errors.ts';
import { explainUnknown, nearestName } from '../spec/nearest-name.ts';

/** A parsed key of `successCriteria`, without its threshold. */
export interface Criterion {
  /** As written. */
  readonly key: string;
  /** The stage at which it is judged; absent where it applies to every stage, or to the phase. */
  readonly stage?: string;
  readonly metric: MetricDefinition;
  readonly aggregate: Aggregate;
  /** The side of the threshold on which the value must be; an equal value meets it. */
  readonly bound: 'at-most' | 'at-least';
}

/** `stages.open.p95TimeToFirstToken`: the stage, which may be a level of a sweep, and the rest. */
const OF_STAGE = /^stages\.([a-z][a-z0-9-]*(?:\/[0-9.]+)?)\.(.+)$/;

/** `timeToFirstToken.p95`. */
const WITH_SUFFIX = /^([A-Za-z0-9]+)\.([a-z0-9]+)$/;

/**
 * Parses a key of `successCriteria`: `[stages.NAME.]`, then `[max|min|avg|p50|p90|p95|p99|total]MetricName`,
 * `metricName.aggregate`, or a metric name alone, which takes the default aggregate of the metric. Aliases are names.
 *
 * The direction comes from the metric: lower-is-better must be at most the threshold, higher-is-better at least. A metric
 * that is better neither way (concurrency, cacheHitRate) is bounded by its aggregate: `max` from above, `min` from below;
 * no other form shows which side is meant.
 * `total` sums values, so it applies only to times of requests, not to memory over time or ratios.
 * @throws {ConfigError} that suggests the nearest known key
 */
export function parseCriterion(key: string): Criterion {
  const [, stage, rest = key] = OF_STAGE.exec(key) ?? [];
  const found = readMetric(rest);
  if (found === undefined) throw unknownCriterion(rest);
  const { metric, aggregate } = found;
  if (stage !== undefined && metric.of === 'phase') {
    throw new ConfigError(
      `criterion "${key}" names a stage, but ${metric.name} is measured over the whole phase.`,
      { help: `remove "stages.${stage}."` },
    );
  }
  const criterion = criterionOf(key, metric, aggregate);
  return stage === undefined ? criterion : { ...criterion, stage };
}

/** There are too many metrics for one line: the error shows the nearest key and the form of a key. */
function unknownCriterion(key: string): ConfigError {
  const [, name = ''] = WITH_SUFFIX.exec(key) ?? [];
  const isOfMetric = findMetric(name) !== undefined;
  const suffixed = (isOfMetric ? [name] : metricNames()).flatMap((one) =>
    AGGREGATES.map((aggregate) => `${one}.${aggregate}`),
  );
  const nearest = renamedMetric(key) ?? nearestName(key, name === '' ? knownKeys() : suffixed);
  return new ConfigError(explainUnknown('criterion', key, [], nearest).text, {
    help: `write a metric alone or with an aggregate (${AGGREGATES.join(', ')}), such as ttft.p95 or maxMemoryUsage`,
  });
}

/** The metric of a key without its stage, and the aggregate where the key has one. */
function readMetric(
  key: string,
): { readonly metric: MetricDefinition; readonly aggregate: Aggregate | undefined } | undefined {
  const bare = findMetric(key);
  if (bare !== undefined) return { metric: bare, aggregate: undefined };
  const [, name = '', suffix] = WITH_SUFFIX.exec(key) ?? [];
  const after = AGGREGATES.find((one) => one === suffix);
  const suffixed = findMetric(name);
  if (after !== undefined && suffixed !== undefined) return { metric: suffixed, aggregate: after };
  for (const aggregate of AGGREGATES) {
    const metric = findMetric(withoutPrefix(key, aggregate));
    if (metric !== undefined) return { metric, aggregate };
  }
  return undefined;
}

function criterionOf(
  key: string,
  metric: MetricDefinition,
  prefix: Aggregate | undefined,
): Criterion {
  if (prefix === 'total' && metric.unit !== 'ms') {
    throw new ConfigError(`invalid criterion "${key}": a total of ${metric.name} has no meaning.`, {
      help: `use "${keyOf(metric.defaultAggregate, metric.name)}" or another aggregate`,
    });
  }
  if (metric.better !== 'neither') {
    const bound = metric.better === 'lower' ? 'at-most' : 'at-least';
    return { key, metric, aggregate: prefix ?? metric.defaultAggregate, bound };
  }
  if (prefix === 'max') return { key, metric, aggregate: prefix, bound: 'at-most' };
  if (prefix === 'min') return { key, metric, aggregate: prefix, bound: 'at-least' };
  throw new ConfigError(
    `criterion "${key}" is ambiguous: neither higher nor lower ${metric.name} is better.`,
    {
      help: `use "${keyOf('max', metric.name)}" for an upper bound or "${keyOf('min', metric.name)}" for a lower bound`,
    },
  );
}

/** The metric name after a prefix of a key; empty where it cannot be one. */
function withoutPrefix(key: string, aggregate: Aggregate): string {
  const rest = key.startsWith(aggregate) ? key.slice(aggregate.length) : '';
  const [initial = ''] = rest;
  // `maxMemoryUsage`, never `maxmemoryUsage`.
  return initial === initial.toUpperCase() ? initial.toLowerCase() + rest.slice(1) : '';
}

function keyOf(aggregate: Aggregate, name: string): string {
  return aggregate + name.charAt(0).toUpperCase() + name.slice(1);
}

/** Every key that {@link parseCriterion} accepts. */
function knownKeys(): string[] {
  return metricNames().flatMap((name) => {
    const metric = findMetric(name);
    if (metric?.better === 'neither') return [keyOf('max', name), keyOf('min', name)];
    const aggregates = AGGREGATES.filter((one) => one !== 'total' || metric?.unit === 'ms');
    return [name, ...aggregates.map((aggregate) => keyOf(aggregate, name))];
  });
}
