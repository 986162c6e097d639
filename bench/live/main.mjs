import { measureByPlan } from '../suite/measure-section.mjs';
import { runSuite } from '../suite/run-suite.mjs';
import { SECTIONS } from './sections.mjs';

/** How often and how long is measured. `quick` shows that the suite works, not what the view costs. */
const PLANS = {
  quick: { repeats: 1, durationMs: 1600, frames: 200 },
  default: { repeats: 7, durationMs: 8000, frames: 5000 },
};

const SUITE = {
  name: 'live',
  sections: SECTIONS,
  modes: ['quick'],
  measure: measureByPlan((mode) => PLANS[mode]),
};

/**
 * Measures what the live view adds to a run.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(SUITE, args);
}
