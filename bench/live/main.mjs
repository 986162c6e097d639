import { endingOnSignals, measureSection } from '../suite/measure-section.mjs';
import { inTurn, runSuite } from '../suite/run-suite.mjs';
import { SECTIONS } from './sections.mjs';

/** How often and how long is measured. `quick` shows that the bench works, not what the view costs. */
const PLANS = {
  quick: { repeats: 1, durationMs: 1600, frames: 200 },
  default: { repeats: 7, durationMs: 8000, frames: 5000 },
};

const SUITE = {
  name: 'live',
  sections: SECTIONS,
  modes: ['quick'],
  measure: (sections, mode) => inTurn(sections, (section) => measureSection(section, PLANS[mode])),
};

/**
 * Measures what it costs a measurement that somebody watches it.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return endingOnSignals(() => runSuite(SUITE, args));
}
