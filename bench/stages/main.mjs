import { endingOnSignals, measureSection } from '../suite/measure-section.mjs';
import { inTurn, runSuite } from '../suite/run-suite.mjs';
import { planFor } from './plan.mjs';
import { SECTIONS } from './sections.mjs';

/**
 * Measures each stage of real runs against the queue that the server is known to be.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(
    {
      name: 'stages',
      sections: SECTIONS,
      modes: ['quick'],
      measure: (sections, mode) =>
        endingOnSignals(() =>
          inTurn(sections, (section) => measureSection(section, planFor(mode))),
        ),
    },
    args,
  );
}
