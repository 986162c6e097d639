import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AGGREGATES } from '../../src/metric/metric.ts';
import { METRICS } from '../../src/metric/registry.ts';
import { ConfigError } from '../../src/spec/error/errors.ts';
import { parseCriterion } from '../../src/verdict/criterion.ts';
import { refusalOf } from '../config/refusal-of.ts';

describe('parseCriterion', () => {
  test("reads the criteria of the contract's example", () => {
    expect(parseCriterion('maxMemoryUsage')).toMatchObject({
      metric: { name: 'memoryUsage' },
      aggregate: 'max',
      bound: 'at-most',
    });
    expect(parseCriterion('avgResponseTime')).toMatchObject({
      metric: { name: 'responseLatency' },
      aggregate: 'avg',
      bound: 'at-most',
    });
    expect(parseCriterion('contextPreservation')).toMatchObject({
      metric: { name: 'contextPreservation' },
      aggregate: 'avg',
      bound: 'at-least',
    });
  });

  test.each([
    ['p95SendLag', 'p95SendDelay'],
    ['memoryResidue', 'retainedMemory'],
    ['timeToFirstTokenResponse.p99', 'scheduledTimeToFirstToken.p99'],
  ])('refuses %s, an old name, and names the new one', (key, renamed) => {
    expect(() => parseCriterion(key)).toThrow(
      `unknown criterion "${key}"; did you mean "${renamed}"?`,
    );
  });

  test('reads each metric under each aggregate, with the direction of the metric', () => {
    const directed = METRICS.filter((metric) => metric.better !== 'neither');
    const aggregates = AGGREGATES.filter((aggregate) => aggregate !== 'total');
    fc.assert(
      fc.property(
        fc.constantFrom(...directed),
        fc.constantFrom(...aggregates),
        (metric, aggregate) => {
          const key = aggregate + metric.name.charAt(0).toUpperCase() + metric.name.slice(1);
          const bound = metric.better === 'lower' ? 'at-most' : 'at-least';
          expect(parseCriterion(key)).toMatchObject({ key, metric, aggregate, bound });
          expect(parseCriterion(metric.name).aggregate).toBe(metric.defaultAggregate);
        },
      ),
    );
  });

  test.each([
    ['maxMemoryUse', 'maxMemoryUsage'],
    ['avgResponseTimes', 'avgResponseTime'],
    ['p95TimeToFirstTokn', 'p95TimeToFirstToken'],
    ['maxmemoryUsage', 'maxMemoryUsage'],
    ['MemoryUsage', 'memoryUsage'],
    ['errorRates', 'errorRate'],
  ])('says of %s that %s may be meant', (key, meant) => {
    expect(() => parseCriterion(key)).toThrow(ConfigError);
    expect(() => parseCriterion(key)).toThrow(`"${meant}"`);
  });

  test('names the nearest key of an unknown one, and how to write it on a line of its own', () => {
    const help =
      'write a metric alone or with an aggregate (max, min, avg, p50, p90, p95, p99, total), such as ttft.p95 or maxMemoryUsage';
    expect(refusalOf(() => parseCriterion('maxMemoryUse'))).toEqual({
      text: 'unknown criterion "maxMemoryUse"; did you mean "maxMemoryUsage"?',
      help,
    });
    expect(refusalOf(() => parseCriterion('ttft.p96')).text).toMatch(
      /^unknown criterion "ttft\.p96"; did you mean "ttft\.p9[059]"\?$/u,
    );
    expect(refusalOf(() => parseCriterion('completelyDifferentThings'))).toEqual({
      text: 'unknown criterion "completelyDifferentThings"',
      help,
    });
  });

  test.each(['', 'max', 'p95', 'constructor', 'toString'])('refuses %j', (key) => {
    expect(() => parseCriterion(key)).toThrow(ConfigError);
  });

  test('bounds a metric that is better neither way by its prefix, and refuses it without one', () => {
    expect(parseCriterion('maxConcurrency').bound).toBe('at-most');
    expect(parseCriterion('minCacheHitRate').bound).toBe('at-least');
    for (const key of ['concurrency', 'avgConcurrency', 'p95CacheHitRate']) {
      expect(() => parseCriterion(key)).toThrow(/"max\w+".*"min\w+"/u);
    }
  });

  test('adds up times, and refuses sums that mean nothing', () => {
    expect(parseCriterion('totalLoadTime')).toMatchObject({ aggregate: 'total', bound: 'at-most' });
    expect(() => parseCriterion('totalMemoryUsage')).toThrow('"maxMemoryUsage"');
    expect(() => parseCriterion('totalErrorRate')).toThrow(ConfigError);
  });

  test.each([
    ['p95TimeToFirstToken', undefined],
    ['timeToFirstToken.p95', undefined],
    ['stages.open.p95TimeToFirstToken', 'open'],
    ['stages.open.timeToFirstToken.p95', 'open'],
    ['stages.closed-2.timeToFirstToken.p95', 'closed-2'],
    ['stages.sweep/16.p95TimeToFirstToken', 'sweep/16'],
  ])('reads %s', (key, stage) => {
    const criterion = parseCriterion(key);
    expect(criterion).toMatchObject({
      key,
      metric: { name: 'timeToFirstToken' },
      aggregate: 'p95',
    });
    expect(criterion.stage).toBe(stage);
  });

  test('rejects a stage before a metric of the whole phase', () => {
    expect(() => parseCriterion('stages.open.avgLoadTime')).toThrow(/Remove "stages\.open\."/u);
    expect(parseCriterion('stages.open.maxMemoryUsage').stage).toBe('open');
  });

  test.each(['stages.open', 'stages..errorRate', 'timeToFirstToken.p42', 'stages.Open.errorRate'])(
    'rejects %s',
    (key) => {
      expect(() => parseCriterion(key)).toThrow(ConfigError);
    },
  );
});
