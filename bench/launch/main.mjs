import { endingOnSignals, measureSection } from '../suite/measure-section.mjs';
import { inTurn, runSuite } from '../suite/run-suite.mjs';
import { SECTIONS } from './sections.mjs';

/** How often each command is started. `quick` shows that the bench works, not what a start costs. */
const PLANS = {
  quick: { rounds: 3 },
  default: { rounds: 31 },
};

const SUITE = {
  name: 'launch',
  sections: SECTIONS,
  modes: ['quick'],
  measure: (sections, mode) => inTurn(sections, (section) => measureSection(section, PLANS[mode])),
};

/**
 * Measures what it costs a command to be recorded, before it begins and after it has ended.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return endingOnSignals(() => runSuite(SUITE, args));
}
