import { endingOnSignals, measureSection } from '../suite/measure-section.mjs';
import { inTurn, runSuite } from '../suite/run-suite.mjs';
import { planFor } from './plan.mjs';
import { SECTIONS } from './sections.mjs';

const SUITE = {
  name: 'compare',
  sections: SECTIONS,
  modes: ['quick'],
  measure: (sections, mode) =>
    inTurn(sections, (section) => measureSection(section, planFor(mode))),
};

/**
 * Measures how often comparisons are right, on runs whose difference is known.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return endingOnSignals(() => runSuite(SUITE, args));
}
