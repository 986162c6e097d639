import { inTurn, runSuite } from '../suite/run-suite.mjs';
import { checkCapture } from './capture/tcpdump.mjs';
import { planFor } from './plan.mjs';
import { SECTIONS } from './sections.mjs';
import { withServer } from './server/with-server.mjs';

const INTERRUPTED = 130;

/** By default a signal ends this process without its `exit` event, on which the capture ends. */
function interrupted() {
  process.exit(INTERRUPTED);
}

/**
 * Measures how near to the network's own times each client comes, on a real server:
 * `npm run bench -- truth [--json] [--quick] [--url URL] [--model NAME] [--tokenizer FOLDER]`.
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
      name: 'truth',
      sections: SECTIONS,
      modes: ['quick'],
      settings: ['url', 'model', 'tokenizer'],
      measure: (sections, mode, _machine, settings) => {
        checkCapture();
        return withServer(settings, ({ url, model, key, tokenizer }) => {
          const task = { url, model, key, tokenizer, plan: planFor(mode) };
          const context = { task, cpuSeconds: new Map() };
          return inTurn(sections, (section) => measureSection(section, context));
        });
      },
    },
    args,
  );
}

/** @param {import('./sections.mjs').Section} section @param {import('./sections.mjs').Context} context */
async function measureSection({ measure, ...section }, context) {
  const startedMs = performance.now();
  const finish = (rest) => ({ ...section, durationMs: performance.now() - startedMs, ...rest });
  try {
    return finish({ figures: await measure(context) });
  } catch (error) {
    process.stderr.write(`${error.stack}\n`);
    return finish({ figures: [], failure: error.message });
  }
}
