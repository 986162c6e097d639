import { inTurn, runSuite } from '../suite/run-suite.mjs';
import { SECTIONS } from './sections.mjs';

const INTERRUPTED = 130;

/** How often and how long is measured. `quick` shows that the bench works, not what the view costs. */
const PLANS = {
  quick: { repeats: 1, durationMs: 1600, frames: 200 },
  default: { repeats: 7, durationMs: 8000, frames: 5000 },
};

/** By default a signal ends this process without its `exit` event, on which sections end what they started. */
function interrupted() {
  process.exit(INTERRUPTED);
}

/**
 * Measures what it costs a measurement that somebody watches it.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function run(args) {
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  try {
    return await measureSuite(args);
  } finally {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  }
}

function measureSuite(args) {
  return runSuite(
    {
      name: 'live',
      sections: SECTIONS,
      modes: ['quick'],
      measure: (sections, mode) =>
        inTurn(sections, (section) => measureSection(section, PLANS[mode])),
    },
    args,
  );
}

/** @param {import('./sections.mjs').Section} section @param {typeof PLANS.default} plan */
async function measureSection({ measure, ...section }, plan) {
  const startedMs = performance.now();
  const finish = (rest) => ({ ...section, durationMs: performance.now() - startedMs, ...rest });
  try {
    return finish({ figures: await measure(plan) });
  } catch (error) {
    process.stderr.write(`${error.stack}\n`);
    return finish({ figures: [], failure: error.message });
  }
}
