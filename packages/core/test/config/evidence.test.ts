import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/parse-config.ts';
import { ConfigError } from '../../src/spec/error/errors.ts';

const URL = 'http://127.0.0.1:8000';

function config(stages: readonly object[], successCriteria: object, more: object = {}): object {
  return {
    target: { url: URL },
    phase: 'load',
    phases: { load: { stages } },
    successCriteria,
    ...more,
  };
}

function ends(stages: readonly object[], successCriteria: object): unknown[] {
  return parseConfig(config(stages, successCriteria)).phaseOptions.load.stages.map((stage) =>
    'end' in stage ? stage.end : undefined,
  );
}

describe('a criterion that the exact number of requests of a stage cannot decide', () => {
  test.each([
    [58, { 'ttft.p95': 200 }, '58 requests cannot decide ttft.p95, which needs at least 59.'],
    [298, { 'tpot.p99': 50 }, '298 requests cannot decide tpot.p99, which needs at least 299.'],
    [298, { errorRate: 0.01 }, '298 requests cannot decide errorRate, which needs at least 299.'],
    [
      298,
      { sloAttainment: 0.99 },
      '298 requests cannot decide sloAttainment, which needs at least 299.',
    ],
    [
      4,
      { 'stages.closed.ttft.p50': 50 },
      '4 requests cannot decide stages.closed.ttft.p50, which needs at least 5.',
    ],
  ])('is refused before the start: %d requests, %o', (requests, criteria, text) => {
    const parse = (): unknown => parseConfig(config([{ kind: 'closed', requests }], criteria));
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(text);
  });

  test('is accepted with one request more, as counted, and with acceptInconclusive', () => {
    const closed = (requests: number): object[] => [{ kind: 'closed', requests }];
    expect(() => parseConfig(config(closed(59), { 'ttft.p95': 200 }))).not.toThrow();
    expect(() => parseConfig(config(closed(1), { errorRate: 0, 'ttft.max': 9 }))).not.toThrow();
    expect(() => parseConfig(config(closed(9), { 'itl.p99': 20 }))).not.toThrow();
    const accepted = config(closed(9), { 'ttft.p99': 200 }, { acceptInconclusive: true });
    expect(() => parseConfig(accepted)).not.toThrow();
  });
});

describe('the least number of requests', () => {
  test('is 64, or the number that the criteria of the stage need, by default', () => {
    const stages = [{ kind: 'closed' }, { kind: 'closed', minRequests: 70 }, { kind: 'closed' }];
    expect(ends(stages, { 'ttft.p95': 200 })).toMatchObject([
      { minRequests: 64 },
      { minRequests: 70 },
      { minRequests: 64 },
    ]);
    expect(ends(stages, { 'stages.closed.ttft.p99': 200 })).toMatchObject([
      { minRequests: 299 },
      { minRequests: 70 },
      { minRequests: 64 },
    ]);
  });

  test('is not raised above 300: a share of 0.1% would need 2,995', () => {
    expect(ends([{ kind: 'closed' }], { errorRate: 0.001 })).toMatchObject([{ minRequests: 64 }]);
  });
});

describe('the least number of sequential requests of the baseline', () => {
  const least = (successCriteria: object, baseline: object = {}): number =>
    parseConfig({ target: { url: URL }, phases: { baseline }, successCriteria }).phaseOptions
      .baseline.minRequests;

  test('is 64, or what its criteria need, by default', () => {
    expect(least({ 'ttft.p95': 200 })).toBe(64);
    expect(least({ 'ttft.p99': 200 })).toBe(299);
    expect(least({ 'stages.sequential.ttft.p99': 200 })).toBe(299);
    expect(least({}, { successCriteria: { 'ttft.p99': 200 } })).toBe(299);
    expect(least({ 'ttft.p99': 200 }, { minRequests: 20 })).toBe(20);
  });

  test('is not raised by criteria of other stages, or beyond 300', () => {
    expect(least({ 'stages.closed.ttft.p99': 200 })).toBe(64);
    expect(least({ errorRate: 0.001 })).toBe(64);
  });
});
