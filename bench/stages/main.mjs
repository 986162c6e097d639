import { measureByPlan } from '../suite/measure-section.mjs';
import { runSuite } from '../suite/run-suite.mjs';
import { planFor } from './plan.mjs';
import { SECTIONS } from './sections.mjs';

const SUITE = {
  name: 'stages',
  sections: SECTIONS,
  modes: ['quick'],
  measure: measureByPlan(planFor),
};

/**
 * Measures each stage of real runs against queueing theory.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(SUITE, args);
}
