import { describe, expect, test } from 'vitest';
import { decide, type Decision, type Question } from '../../../src/verdict/decide/decide.ts';
import { DISTRIBUTIONS, drawn, uniform, waves } from './simulated.ts';

/** As many values as `values` says of each, in turn. */
function flags(count: number, isOne: (index: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: count }, (_, index) => (isOne(index) ? 1 : 0));
}

function atMost(threshold: number): Question {
  return { bound: 'at-most', threshold, error: 0.05 };
}

function p95(values: ArrayLike<number>, threshold: number, perRequest?: Uint32Array): Decision {
  const evidence = { kind: 'percentile', probability: 0.95, values: Float64Array.from(values) };
  const sized = perRequest === undefined ? {} : { perRequest };
  return decide({ ...evidence, kind: 'percentile', ...sized }, atMost(threshold));
}

describe('a percentile', () => {
  const one = (count: number): Float64Array => new Float64Array(count).fill(10);

  test('is met with 59 values within the limit, and inconclusive with 58', () => {
    expect(p95(one(59), 10).verdict).toBe('met');
    expect(p95(one(58), 10)).toMatchObject({ verdict: 'inconclusive', neededRequests: 59 });
  });

  test('is missed when more are beyond the limit than chance explains, even among few', () => {
    expect(p95([10, 10, 20, 20], 15).verdict).toBe('missed');
    expect(p95([10, 10, 10, 20], 15).verdict).toBe('inconclusive');
  });

  test('counts failed requests as beyond any limit', () => {
    const values = one(100).map((value, index) => (index % 10 === 0 ? Infinity : value));
    expect(p95(values, 1e9)).toMatchObject({ verdict: 'missed', bounds: { low: Infinity } });
  });

  test('gives the number of requests that decides at the observed rate of misses', () => {
    // 2 of 100 are beyond: 5% are allowed.
    const values = one(100).map((value, index) => (index % 50 === 0 ? 20 : value));
    const { verdict, neededRequests } = p95(values, 15);
    expect(verdict).toBe('inconclusive');
    // 2% of 181 are 3.62, so 4.
    expect(neededRequests).toBe(181);
    const at = (count: number): Decision =>
      p95(
        one(count).map((value, index) => (index % 50 === 0 ? 20 : value)),
        15,
      );
    expect(at(181).verdict).toBe('met');
    expect(at(180).verdict).toBe('inconclusive');
  });

  test('gives the number of requests that decides that too many are beyond', () => {
    // 10% are beyond: 5% are allowed.
    const at = (count: number): Decision =>
      p95(
        one(count).map((value, index) => (index % 10 === 9 ? 20 : value)),
        15,
      );
    const { verdict, neededRequests } = at(40);
    expect(verdict).toBe('inconclusive');
    expect(at(neededRequests).verdict).toBe('missed');
    expect(at(neededRequests - 1).verdict).toBe('inconclusive');
  });

  test('gives no number when as many are beyond as allowed', () => {
    const values = one(100).map((value, index) => (index % 20 === 0 ? 20 : value));
    expect(p95(values, 15)).toMatchObject({ verdict: 'inconclusive', neededRequests: NaN });
  });

  test('of a metric for which higher is better is bounded from below', () => {
    const evidence = { kind: 'percentile', probability: 0.05, values: one(59) } as const;
    const question = { bound: 'at-least', threshold: 10, error: 0.05 } as const;
    expect(decide(evidence, question).verdict).toBe('met');
    expect(decide({ ...evidence, values: one(58) }, question).verdict).toBe('inconclusive');
    expect(decide(evidence, { ...question, threshold: 11 }).verdict).toBe('missed');
  });

  test('has bounds that agree with its verdict', () => {
    const random = uniform(7);
    for (let round = 0; round < 200; round += 1) {
      const [distribution] = DISTRIBUTIONS;
      if (distribution === undefined) throw new Error('no distribution');
      const values = drawn(distribution, 150, random);
      const limit = distribution.quantile(0.9 + 0.1 * random());
      const { verdict, bounds } = p95(values, limit);
      expect(verdict === 'met').toBe(bounds.high <= limit);
      expect(verdict === 'missed').toBe(bounds.low > limit);
    }
  });

  test('counts values in waves as fewer', () => {
    const values = waves(3000, 0.9, uniform(3));
    const { effective = NaN } = p95(values, 2);
    expect(effective).toBeLessThan(1500);
    expect(p95(waves(3000, 0, uniform(3)), 2).effective).toBe(3000);
  });

  test('counts every value where the threshold is far from all of them, waves or not', () => {
    const values = waves(304, 0.95, uniform(3)).map((value) => 20 + value);
    const { effective = NaN } = p95(values, 25);
    expect(effective).toBeLessThan(59);
    expect(p95(values, 5000)).toMatchObject({ verdict: 'met', effective: 304 });
  });

  test('counts inter-token latencies by request', () => {
    // Of every tenth request all gaps are long: 300 gaps are evidence of 30 requests.
    const values = Float64Array.from({ length: 300 }, (_, gap) =>
      Math.floor(gap / 10) % 10 === 3 ? 50 : 10,
    );
    const perRequest = new Uint32Array(30).fill(10);
    const { effective = NaN, requests } = p95(values, 20, perRequest);
    expect(requests).toBe(30);
    expect(effective).toBeGreaterThan(20);
    expect(effective).toBeLessThan(45);
  });
});

describe('a share', () => {
  const hits = (count: number, every: number): Uint8Array =>
    flags(count, (index) => every > 0 && index % every === 0);

  test('without a hit is met with 299 requests at 1%, and inconclusive with 298', () => {
    expect(decide({ kind: 'share', hits: hits(299, 0) }, atMost(0.01)).verdict).toBe('met');
    expect(decide({ kind: 'share', hits: hits(298, 0) }, atMost(0.01))).toMatchObject({
      verdict: 'inconclusive',
      neededRequests: 299,
    });
  });

  test('is as counted against a limit of 0', () => {
    expect(decide({ kind: 'share', hits: hits(8, 0) }, atMost(0)).verdict).toBe('met');
    expect(decide({ kind: 'share', hits: hits(8, 8) }, atMost(0)).verdict).toBe('missed');
  });

  test('for which higher is better is as counted against a limit of 1', () => {
    const question = { bound: 'at-least', threshold: 1, error: 0.05 } as const;
    expect(decide({ kind: 'share', hits: hits(5, 1) }, question).verdict).toBe('met');
    expect(decide({ kind: 'share', hits: hits(5, 2) }, question).verdict).toBe('missed');
  });

  test('has its bounds in its own direction', () => {
    const question = { bound: 'at-least', threshold: 0.5, error: 0.05 } as const;
    const { verdict, bounds } = decide({ kind: 'share', hits: hits(100, 1) }, question);
    expect(verdict).toBe('met');
    expect(bounds.low).toBeCloseTo(0.05 ** (1 / 100), 9);
    expect(bounds.high).toBe(1);
  });
});

describe('a mean', () => {
  test('is decided by bounds around it, and needs more requests closer to the limit', () => {
    const values = drawn({ name: 'u', quantile: (share) => 10 + share }, 200, uniform(5));
    const of = (threshold: number): Decision => decide({ kind: 'mean', values }, atMost(threshold));
    expect(of(10.7).verdict).toBe('met');
    expect(of(10.3).verdict).toBe('missed');
    const near = of(10.52);
    expect(near.verdict).toBe('inconclusive');
    expect(near.neededRequests).toBeGreaterThan(200);
  });

  test('of equal values is their value', () => {
    const values = new Float64Array(20).fill(3);
    expect(decide({ kind: 'mean', values }, atMost(3))).toMatchObject({
      verdict: 'met',
      bounds: { low: 3, high: 3 },
    });
  });

  test('of one value is inconclusive', () => {
    const values = Float64Array.of(3);
    expect(decide({ kind: 'mean', values }, atMost(9))).toMatchObject({ verdict: 'inconclusive' });
  });
});

test.each([
  { kind: 'percentile', probability: 0.95, values: new Float64Array(0) },
  { kind: 'share', hits: new Uint8Array(0) },
  { kind: 'mean', values: new Float64Array(0) },
] as const)('a $kind of nothing is inconclusive, and has no bounds', (evidence) => {
  expect(decide(evidence, atMost(0))).toEqual({
    verdict: 'inconclusive',
    bounds: { low: -Infinity, high: Infinity },
    requests: 0,
    neededRequests: NaN,
  });
});
