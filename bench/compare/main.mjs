import { inTurn, runSuite } from '../suite/run-suite.mjs';
import { planFor } from './plan.mjs';
import { SECTIONS } from './sections.mjs';

/**
 * Measures how often comparisons are right, on runs whose difference is known.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(
    {
      name: 'compare',
      sections: SECTIONS,
      modes: ['quick'],
      measure: (sections, mode) => {
        const plan = planFor(mode);
        return inTurn(sections, async ({ measure, ...section }) => {
          const startedMs = performance.now();
          const figures = measure(plan);
          return { ...section, durationMs: performance.now() - startedMs, figures };
        });
      },
    },
    args,
  );
}
