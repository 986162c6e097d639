import { inTurn, runSuite } from '../suite/run-suite.mjs';
import { planFor } from './plan.mjs';
import { SECTIONS } from './sections.mjs';

/**
 * Measures the wire beside its peers.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(
    {
      name: 'wire',
      sections: SECTIONS,
      modes: ['quick'],
      measure: (sections, mode) => {
        const plan = planFor(mode);
        return inTurn(sections, (section) => measureSection(section, plan));
      },
    },
    args,
  );
}

/**
 * What is measured runs in processes of its own, which are ended before this returns. A section that fails is told, and
 * the others go on.
 * @param {import('./sections.mjs').Section} section
 * @param {ReturnType<typeof planFor>} plan
 */
async function measureSection({ measure: measureFigures, ...section }, plan) {
  const startedMs = performance.now();
  const finish = (rest) => ({ ...section, durationMs: performance.now() - startedMs, ...rest });
  try {
    return finish({ figures: await measureFigures(plan) });
  } catch (error) {
    process.stderr.write(`${error.stack}\n`);
    return finish({ figures: [], failure: error.message });
  }
}
