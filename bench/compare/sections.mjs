import { atLeast, atMost, HIGHER, LOWER, measured } from '../suite/report/figure.mjs';
import { compareSides } from '../../packages/core/dist/compare/compare-sides.js';
import { measureMockPairs } from './mock-pairs.mjs';
import { measureStages } from './stage-pairs.mjs';
import { calledShare } from './many-metrics.mjs';
import { comparePairs, isCalled, KEYS, shareOf } from './compare-pairs.mjs';
import { EVEN, LONG_RUNS_DIFFER, RUNS_DIFFER, STICKY, UNEVEN } from './plan.mjs';
import { syntheticSide } from './synthetic-run.mjs';

/** @typedef {ReturnType<typeof import('./plan.mjs').planFor>} Plan */

const KINDS = { even: EVEN, uneven: UNEVEN, sticky: STICKY };
const SHIFT = 1.05;
const CORRELATIONS = [0, 0.5, 0.9];

/** @param {Plan} plan */
function measureFalseVerdicts({ pairs }) {
  const falseShare = (kind, runs) =>
    shareOf(comparePairs(kind, { pairs, runs, firstSeed: 1 }), (metrics) => metrics.some(isCalled));
  return [
    ...Object.entries(KINDS).map(([name, kind]) =>
      measured(`${name}-false-share`, 'ratio', falseShare(kind, 1), atMost(0.05)),
    ),
    measured('repeats-of-3-false-share', 'ratio', falseShare(RUNS_DIFFER, 3), atMost(0.05)),
    measured('repeats-of-5-false-share', 'ratio', falseShare(RUNS_DIFFER, 5), atMost(0.05)),
    // No interval from one run includes how runs differ.
    measured(
      'one-run-when-runs-differ-false-share',
      'ratio',
      falseShare(LONG_RUNS_DIFFER, 1),
      LOWER,
    ),
  ];
}

/** @param {Plan} plan */
function measureDetection({ pairs }) {
  return Object.entries({ ...KINDS, 'repeats-of-5': RUNS_DIFFER }).flatMap(([name, kind]) => {
    const runs = name === 'repeats-of-5' ? 5 : 1;
    const compared = comparePairs(kind, { pairs, runs, ratio: SHIFT, firstSeed: 100_001 });
    return KEYS.map((key) => {
      const found = shareOf(
        compared.flatMap((metrics) => metrics.filter((one) => one.key === key)),
        ({ verdict }) => verdict === 'worse',
      );
      const target = name === 'even' ? atLeast(0.95) : HIGHER;
      return measured(`${name}-${key}-found-share`, 'ratio', found, target);
    });
  });
}

/** @param {Plan} plan */
function measureCoverage({ coveragePairs }) {
  return Object.entries(KINDS).flatMap(([name, kind]) => {
    const compared = comparePairs(kind, { pairs: coveragePairs, ratio: SHIFT, firstSeed: 200_001 });
    return KEYS.flatMap((key) => {
      const covered = shareOf(
        compared.flatMap((metrics) => metrics.filter((one) => one.key === key)),
        ({ interval95 }) => interval95.low <= SHIFT && SHIFT <= interval95.high,
      );
      return [
        measured(`${name}-${key}-coverage`, 'ratio', covered, atLeast(0.93)),
        measured(`${name}-${key}-coverage-not-above`, 'ratio', covered, atMost(0.97)),
      ];
    });
  });
}

/** @param {Plan} plan */
function measureManyMetrics({ pairs }) {
  return CORRELATIONS.flatMap((correlation) => {
    const name = `alike-by-${correlation}`;
    const plan = { pairs, runs: 5, correlation };
    return [
      measured(`${name}-false-share`, 'ratio', calledShare(plan), atMost(0.05)),
      measured(`${name}-found-share`, 'ratio', calledShare({ ...plan, shift: 2 }), HIGHER),
    ];
  });
}

/** @param {number} count requests of a run */
function costMs(count) {
  const kind = { ...EVEN, count };
  const base = syntheticSide(kind, { middleMs: 100, runs: 1, seed: 1 });
  const candidate = syntheticSide(kind, { middleMs: 101, runs: 1, seed: 2 });
  const startedMs = performance.now();
  compareSides(base, [candidate], { metrics: KEYS });
  return performance.now() - startedMs;
}

/** @param {Plan} plan */
function measureCost({ requests }) {
  costMs(requests / 10);
  return [
    measured('tenth-of-requests-ms', 'ms', costMs(requests / 10), LOWER),
    measured('all-requests-ms', 'ms', costMs(requests), LOWER),
  ];
}

/**
 * Sections in the order of the run. All streams come from fixed seeds.
 * @type {readonly { name: string, title: string, method: string, measure: (plan: Plan) =>
 *   import('../suite/report/figure.mjs').Figure[] | Promise<import('../suite/report/figure.mjs').Figure[]> }[]}
 */
export const SECTIONS = [
  {
    name: 'false-verdicts',
    title: 'Pairs without a difference that are called worse or better',
    method:
      'Latencies of 2,000 requests: lognormal, autocorrelated, 0.2% failed. Average and p95 are compared together. ' +
      'Repeats: 3 or 5 runs per side, 300 requests each, with levels that differ by 2% between runs.',
    measure: measureFalseVerdicts,
  },
  {
    name: 'detection',
    title: 'Pairs with a shift of 5% that are called worse',
    method:
      'The same streams, with the candidate 5% slower. The target is for requests of even lengths (standard deviation 15%).',
    measure: measureDetection,
  },
  {
    name: 'coverage',
    title: 'How often the 95% CI contains the true ratio',
    method: 'The same streams, with the candidate 5% slower; one run per side.',
    measure: measureCoverage,
  },
  {
    name: 'many-metrics',
    title: 'Comparisons of nine metrics in which any is called worse or better',
    method:
      'Five runs per side; metrics correlate by 0, 0.5 and 0.9. Found: the candidate is higher in all by two standard deviations of a run.',
    measure: measureManyMetrics,
  },
  {
    name: 'stages',
    title: 'Runs of three stages: false verdicts, and a shift of 5% in one stage',
    method:
      'Three stages of 2,000 requests (standard deviation 15%), one run per side; average and p95 of each are compared together. ' +
      'Targets are for 200 pairs: at most 17 called or blamed, at least 182 found.',
    measure: measureStages,
  },
  {
    name: 'mock-pairs',
    title: 'Pairs of real runs on one mock server in which any metric is called worse or better',
    method:
      '`loadcell run --phase load` against `loadcell mock --jitter=5ms` in another process: a closed stage at concurrency 16, ' +
      'then an open one at 200 req/s, 400 requests each; all default metrics are compared. The target is 3 of 20 pairs.',
    measure: measureMockPairs,
  },
  {
    name: 'cost',
    title: 'Time of one comparison of average and p95',
    method: 'Two runs of 100,000 requests, and of a tenth of them, already in memory.',
    measure: measureCost,
  },
];
