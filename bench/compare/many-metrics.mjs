import { correctTogether } from '../../packages/core/dist/compare/correct-together.js';
import { effectOfRuns } from '../../packages/core/dist/stats/run-effect.js';
import { createRandom } from '../../packages/core/dist/workload/random.js';
import { normal } from './synthetic-run.mjs';

const METRICS = 9;

/**
 * Draws nine metrics for the runs of two sides, and how the sides differ.
 * @param {{ runs: number, correlation: number, shift: number, seed: number }} plan `shift` of the candidate, in
 * standard deviations of a run
 */
function drawEffects({ runs, correlation, shift, seed }) {
  const random = createRandom(seed, 'figures of runs');
  const figures = Array.from({ length: 2 * runs }, (_, run) => {
    const together = normal(random);
    return Array.from({ length: METRICS }, () => {
      const alone = normal(random);
      const noise = Math.sqrt(correlation) * together + Math.sqrt(1 - correlation) * alone;
      return noise + (run < runs ? 0 : shift);
    });
  });
  return Array.from({ length: METRICS }, (_, metric) => {
    const values = figures.map((own) => own[metric]);
    return { runs: 0, effect: effectOfRuns(values.slice(0, runs), values.slice(runs)) };
  });
}

/**
 * Share of comparisons of nine metrics in which any of them is called different.
 * @param {{ pairs: number, runs: number, correlation: number, shift?: number }} plan
 */
export function calledShare({ pairs, runs, correlation, shift = 0 }) {
  let called = 0;
  for (let seed = 1; seed <= pairs; seed += 1) {
    const effects = drawEffects({ runs, correlation, shift, seed });
    if (correctTogether(effects, 0.05).outcomes.some(({ isFound }) => isFound)) called += 1;
  }
  return called / pairs;
}
