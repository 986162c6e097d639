import { endingOnSignals, measureSection } from '../suite/measure-section.mjs';
import { inTurn, runSuite } from '../suite/run-suite.mjs';
import { planFor } from './plan.mjs';
import { SECTIONS } from './sections.mjs';

const SUITE = {
  name: 'decided',
  sections: SECTIONS,
  modes: ['quick'],
  mustHold: true,
  measure: (sections, mode) =>
    inTurn(sections, (section) => measureSection(section, planFor(mode))),
};

/**
 * Measures how often verdicts are right, on simulated values whose percentiles, means and shares are known, and on a mock server.
 * @param {string[]} args
 * @returns {Promise<number>} exit code: 1 where a figure is outside its range
 */
export function run(args) {
  return endingOnSignals(() => runSuite(SUITE, args));
}
