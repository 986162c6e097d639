import { measureByPlan } from '../suite/measure-section.mjs';
import { runSuite } from '../suite/run-suite.mjs';
import { planFor } from './plan.mjs';
import { SECTIONS } from './sections.mjs';

const SUITE = {
  name: 'wire',
  sections: SECTIONS,
  modes: ['quick'],
  measure: measureByPlan(planFor),
};

/**
 * Measures the HTTP client beside its peers.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(SUITE, args);
}
