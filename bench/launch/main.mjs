import { measureByPlan } from '../suite/measure-section.mjs';
import { runSuite } from '../suite/run-suite.mjs';
import { SECTIONS } from './sections.mjs';

/** How often each command is started. `quick` shows that the suite works, not what a start costs. */
const PLANS = {
  quick: { rounds: 3 },
  default: { rounds: 31 },
};

const SUITE = {
  name: 'launch',
  sections: SECTIONS,
  modes: ['quick'],
  measure: measureByPlan((mode) => PLANS[mode]),
};

/**
 * Measures what recording adds to the time of a command.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(SUITE, args);
}
