import { inTurn } from '../suite/measure-section.mjs';
import { withPrograms } from '../suite/programs.mjs';
import { runSuite } from '../suite/run-suite.mjs';
import { planFor } from './plan.mjs';
import { measureSection } from './section-process.mjs';
import { SECTIONS } from './sections.mjs';

const PROGRAMS = ['bare-loop', 'memory-actor'];

const SUITE = {
  name: 'sampler',
  sections: SECTIONS,
  modes: ['quick', 'long'],
  measure: (sections, mode, machine) =>
    withPrograms(new URL('programs/', import.meta.url), PROGRAMS, (programs) => {
      const context = { plan: planFor(mode), programs, machine };
      return inTurn(sections, (section) => measureSection(section, context));
    }),
};

/**
 * Measures the sampler beside its peers.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(SUITE, args);
}
