import { UsageError } from '../suite/bench-error.mjs';
import { inTurn, measureSection } from '../suite/measure-section.mjs';
import { runSuite } from '../suite/run-suite.mjs';
import { SECTIONS } from './sections.mjs';

const DEFAULTS = { repeats: '5', duration: '8s' };

const SUITE = {
  name: 'scrape',
  sections: SECTIONS,
  modes: ['quick'],
  settings: ['url', 'repeats', 'duration'],
  measure: (sections, mode, _machine, settings) => {
    if (settings.url === undefined) {
      throw new UsageError(
        'scrape needs a server that reports its metrics',
        'start one with node scripts/hosts.mjs start vllm, and pass --url URL',
      );
    }
    const quick = mode === 'quick' ? { repeats: '1', duration: '2s' } : {};
    const plan = { ...DEFAULTS, ...quick, ...settings };
    return inTurn(sections, (section) => measureSection(section, plan));
  },
};

/**
 * Measures what reading its metrics costs a server: `npm run bench -- scrape --url URL [--repeats N] [--duration TIME]`.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(SUITE, args);
}
