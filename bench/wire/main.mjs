import { measureSection } from '../suite/measure-section.mjs';
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
