import { inTurn, runSuite } from '../suite/run-suite.mjs';
import { planFor } from './plan.mjs';
import { Programs } from './programs.mjs';
import { measureSection } from './section-process.mjs';
import { SECTIONS } from './sections.mjs';

const INTERRUPTED = 130;

/**
 * Measures the sampler beside its peers.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(
    {
      name: 'sampler',
      sections: SECTIONS,
      modes: ['quick', 'long'],
      measure: (sections, mode, machine) =>
        withPrograms((programs) => {
          const context = { plan: planFor(mode), programs, machine };
          return inTurn(sections, (section) => measureSection(section, context));
        }),
    },
    args,
  );
}

/**
 * Compiles the programs for as long as they are used; they go with an interruption too.
 * @template Value
 * @param {(paths: Record<string, string>) => Promise<Value>} use
 * @returns {Promise<Value>}
 */
async function withPrograms(use) {
  const programs = new Programs();
  const interrupted = () => {
    programs.remove();
    process.exit(INTERRUPTED);
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  try {
    return await use(programs.paths);
  } finally {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
    programs.remove();
  }
}
