import { measureByPlan } from '../suite/measure-section.mjs';
import { runSuite } from '../suite/run-suite.mjs';
import { planFor } from './plan.mjs';
import { SECTIONS } from './sections.mjs';

const SUITE = {
  name: 'decided',
  sections: SECTIONS,
  modes: ['quick'],
  mustHold: true,
  measure: measureByPlan(planFor),
};

/**
 * Measures how often verdicts are right, on simulated values with known percentiles, means and shares, and on a mock server.
 * @param {string[]} args
 * @returns {Promise<number>} exit code: 1 when a figure is outside its range
 */
export function run(args) {
  return runSuite(SUITE, args);
}
