import { measureByPlan } from '../suite/measure-section.mjs';
import { runSuite } from '../suite/run-suite.mjs';
import { planFor } from './plan.mjs';
import { SECTIONS } from './sections.mjs';

const SUITE = {
  name: 'compare',
  sections: SECTIONS,
  modes: ['quick'],
  measure: measureByPlan(planFor),
};

/**
 * Measures how often comparisons are right, on runs whose difference is known.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(SUITE, args);
}
