import { inTurn, runSuite } from '../suite/run-suite.mjs';
import { planFor } from './plan.mjs';
import { SECTIONS } from './sections.mjs';

/**
 * Measures how often the verdict on memory is right, on servers whose memory is known.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(
    {
      name: 'leaks',
      sections: SECTIONS,
      modes: ['quick'],
      measure: (sections, mode) =>
        inTurn(sections, async ({ measure, ...section }) => {
          const startedMs = performance.now();
          const figures = await measure(planFor(mode));
          return { ...section, durationMs: performance.now() - startedMs, figures };
        }),
    },
    args,
  );
}
