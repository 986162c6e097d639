import { AGGREGATES, type Aggregate, type MetricDefinition } from '../metric/metric.ts';
import { renamedMetric } from '../metric/old-names.ts';
import { findMetric, metricNames } from '../metric/registry.ts';
import { ConfigError } from '../spec/error/errors.ts';
import { nearestName } from '../spec/nearest-name.ts';

/** What a key of `successCriteria` names, without its threshold. */
export interface Criterion {
  /** As it was written. */
  readonly key: string;
  /** The stage that it is judged at; absent where it holds for every stage, or for the phase. */
  readonly stage?: string;
  readonly metric: MetricDefinition;
  readonly aggregate: Aggregate;
  /** On which side of the threshold the value must be; a value equal to it is good. */
  readonly bound: 'at-most' | 'at-least';
}

/** `stages.open.p95TimeToFirstToken`: the stage, which may be a level of a sweep, and the rest. */
const OF_STAGE = /^stages\.([a-z][a-z0-9-]*(?:\/[0-9.]+)?)\.(.+)$/;

/** `timeToFirstToken.p95`. */
const WITH_SUFFIX = /^([A-Za-z0-9]+)\.([a-z0-9]+)$/;

/**
 * Reads a key of `successCriteria`: `[stages.NAME.]`, then `[max|min|avg|p50|p90|p95|p99|total]MetricName`,
 * `metricName.aggregate`, or a bare metric name, which takes the default aggregate of the metric. Aliases are names.
 *
 * The direction comes from the metric: lower-is-better must be at most the threshold, higher-is-better at least. A metric
 * that is better neither way (concurrency, cacheHitRate) is bounded by its aggregate: `max` from above, `min` from below, and
 * no other form, since none would say which side is meant.
 * `total` adds values up, so it is only for times of requests, which have a sum, and not for memory over time or ratios.
 * @throws {ConfigError} that names the nearest known key where one is near
 */
export function parseCriterion(key: string): Criterion {
  const [, stage, rest = key] = OF_STAGE.exec(key) ?? [];
  const found = readMetric(rest);
  if (found === undefined) throw unknownCriterion(rest);
  const { metric, aggregate } = found;
  if (stage !== undefined && metric.of === 'phase') {
    throw new ConfigError(
      `The criterion "${key}" names a stage, but ${metric.name} is measured of the whole phase.`,
      { help: `remove "stages.${stage}."` },
    );
  }
  const criterion = criterionOf(key, metric, aggregate);
  return stage === undefined ? criterion : { ...criterion, stage };
}

/** The metrics are too many for a line: the nearest key, and how a key is made. */
function unknownCriterion(key: string): ConfigError {
  const [, name = ''] = WITH_SUFFIX.exec(key) ?? [];
  const isOfMetric = findMetric(name) !== undefined;
  const suffixed = (isOfMetric ? [name] : metricNames()).flatMap((one) =>
    AGGREGATES.map((aggregate) => `${one}.${aggregate}`),
  );
  const nearest = renamedMetric(key) ?? nearestName(key, name === '' ? knownKeys() : suffixed);
  const meant = nearest === undefined ? '.' : `; did you mean "${nearest}"?`;
  return new ConfigError(`unknown criterion "${key}"${meant}`, {
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
    throw new ConfigError(
      `The criterion "${key}" asks for a sum of ${metric.name}, which means nothing.`,
      { help: `use "${keyOf(metric.defaultAggregate, metric.name)}" or another aggregate` },
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
      `it is better neither high nor low.`,
    {
      help: `use "${keyOf('max', metric.name)}" for a limit from above or "${keyOf('min', metric.name)}" for one from below`,
    },
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
