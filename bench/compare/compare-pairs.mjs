import { compareSides } from '../../packages/core/dist/compare/compare-sides.js';
import { syntheticSide } from './synthetic-run.mjs';

const MIDDLE_MS = 100;
export const KEYS = ['avgResponseTime', 'p95ResponseTime'];

/**
 * Compares pairs of runs, or of sets of them, whose true ratio is known; both metrics are corrected together.
 * @param {import('./synthetic-run.mjs').Kind} kind
 * @param {{ pairs: number, ratio?: number, runs?: number, firstSeed: number }} plan
 * @returns {import('../../packages/core/dist/compare/comparison.js').MetricComparison[][]} by pair
 */
export function comparePairs(kind, { pairs, ratio = 1, runs = 1, firstSeed }) {
  return Array.from({ length: pairs }, (_, pair) => {
    const seed = firstSeed + 2 * pair;
    const base = syntheticSide(kind, { middleMs: MIDDLE_MS, runs, seed });
    const candidate = syntheticSide(kind, { middleMs: MIDDLE_MS * ratio, runs, seed: seed + 1 });
    return compareSides(base, [candidate], { metrics: KEYS }).candidates[0].metrics;
  });
}

/** @param {readonly object[]} all @param {(one: object) => boolean} holds */
export function shareOf(all, holds) {
  return all.filter((one) => holds(one)).length / all.length;
}

/** Whether a verdict claims a difference. */
export function isCalled({ verdict }) {
  return verdict === 'worse' || verdict === 'better';
}
