import { measureByPlan } from '../suite/measure-section.mjs';
import { runSuite } from '../suite/run-suite.mjs';
import { PLANS } from './plan.mjs';
import { SECTIONS } from './sections.mjs';

const SUITE = {
  name: 'fleet',
  sections: SECTIONS,
  modes: ['quick'],
  measure: measureByPlan((mode) => PLANS[mode]),
};

/**
 * Measures what a run over several agents costs and how exact it is.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(SUITE, args);
}
