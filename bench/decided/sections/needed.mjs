import { neededCount } from '../../../packages/core/dist/verdict/enough-samples.js';
import { between, measured } from '../../suite/report/figure.mjs';

/** Counts that Loadcell states; 130 and 662 are also those of MLPerf. */
const NEEDED = [
  { percentile: 'p95', misses: 0, error: 0.05, count: 59 },
  { percentile: 'p99', misses: 0, error: 0.05, count: 299 },
  { percentile: 'p95', misses: 0, error: 0.01, count: 90 },
  { percentile: 'p99', misses: 0, error: 0.01, count: 459 },
  { percentile: 'p95', misses: 1, error: 0.01, count: 130 },
  { percentile: 'p99', misses: 1, error: 0.01, count: 662 },
];

export function measureNeeded() {
  return NEEDED.map(({ percentile, misses, error, count }) =>
    measured(
      `${percentile}-${misses}-beyond-at-${100 - 100 * error}%`,
      'values',
      neededCount(percentile, misses, error),
      between(count, count),
    ),
  );
}
