import { expect, test } from 'vitest';
import { neededCount } from '../../src/verdict/enough-samples.ts';

test.each([
  ['p50', 0, 0.05, 5],
  ['p90', 0, 0.05, 29],
  ['p95', 0, 0.05, 59],
  ['p99', 0, 0.05, 299],
  ['p95', 0, 0.01, 90],
  ['p99', 0, 0.01, 459],
  ['p95', 1, 0.01, 130],
  ['p99', 1, 0.01, 662],
] as const)(
  '%s with %d beyond and an error of %d needs %d values',
  (aggregate, misses, error, count) => {
    expect(neededCount(aggregate, misses, error)).toBe(count);
  },
);

test('an average needs one value', () => {
  expect(neededCount('avg')).toBe(1);
});
