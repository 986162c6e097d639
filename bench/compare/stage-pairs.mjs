import { compareSides } from '../../packages/core/dist/compare/compare-sides.js';
import { atLeast, atMost, measured } from '../suite/report/figure.mjs';
import { isCalled, KEYS, shareOf } from './compare-pairs.mjs';
import { EVEN } from './plan.mjs';
import { STAGES, syntheticSide } from './synthetic-run.mjs';

const MIDDLE_MS = 100;
const SHIFT = 1.05;
const SHIFTED = 'second';

/** Of 200 pairs, each called with probability 5%, more than 17 are called in 1% of cases; with 95%, fewer than 182. */
const CALLED_AT_MOST = 17 / 200;
const FOUND_AT_LEAST = 182 / 200;

/**
 * Compares pairs of runs of three stages.
 * @param {{ pairs: number, ratio: number, firstSeed: number, stages?: readonly string[] }} plan `ratio` of the shifted stage
 * @returns {import('../../packages/core/dist/compare/comparison.js').MetricComparison[][]} by pair
 */
function compareStagedPairs({ pairs, ratio, firstSeed, stages }) {
  const kind = { ...EVEN, failedShare: 0 };
  const middles = STAGES.map((name) => MIDDLE_MS * (name === SHIFTED ? ratio : 1));
  const options = { metrics: KEYS, ...(stages === undefined ? {} : { stages }) };
  return Array.from({ length: pairs }, (_, pair) => {
    const seed = firstSeed + 2 * pair;
    const even = STAGES.map(() => MIDDLE_MS);
    const base = syntheticSide(kind, { middleMs: even, runs: 1, seed });
    const candidate = syntheticSide(kind, { middleMs: middles, runs: 1, seed: seed + 1 });
    return compareSides(base, [candidate], options).candidates[0].metrics;
  });
}

/** @param {{ stagePairs: number }} plan */
export function measureStages({ stagePairs: pairs }) {
  const equal = compareStagedPairs({ pairs, ratio: 1, firstSeed: 300_001 });
  const shifted = compareStagedPairs({ pairs, ratio: SHIFT, firstSeed: 400_001 });
  const narrowed = compareStagedPairs({
    pairs,
    ratio: SHIFT,
    firstSeed: 400_001,
    stages: [SHIFTED],
  });
  const found = (all, key) =>
    shareOf(all, (metrics) =>
      metrics.some((one) => one.stage === SHIFTED && one.key === key && one.verdict === 'worse'),
    );
  const blamed = shareOf(shifted, (metrics) =>
    metrics.some((one) => one.stage !== SHIFTED && isCalled(one)),
  );
  return [
    measured('equal-called-share', 'ratio', shareOf(equal, anyCalled), atMost(CALLED_AT_MOST)),
    ...KEYS.map((key) =>
      measured(`shifted-${key}-found-share`, 'ratio', found(shifted, key), atLeast(FOUND_AT_LEAST)),
    ),
    measured('other-stage-blamed-share', 'ratio', blamed, atMost(CALLED_AT_MOST)),
    ...KEYS.map((key) =>
      measured(
        `narrowed-${key}-found-share`,
        'ratio',
        found(narrowed, key),
        atLeast(FOUND_AT_LEAST),
      ),
    ),
  ];
}

/** @param {readonly object[]} metrics */
function anyCalled(metrics) {
  return metrics.some(isCalled);
}
