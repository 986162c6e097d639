import { measureSection } from '../suite/measure-section.mjs';
import { inTurn, runSuite } from '../suite/run-suite.mjs';
import { planFor } from './plan.mjs';
import { SECTIONS } from './sections.mjs';

const SUITE = {
  name: 'leaks',
  sections: SECTIONS,
  modes: ['quick'],
  measure: (sections, mode) =>
    inTurn(sections, (section) => measureSection(section, planFor(mode))),
};

/**
 * Measures how often the verdict on memory is right, on servers whose memory is known.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(SUITE, args);
}
