import { inTurn, measureSection } from '../suite/measure-section.mjs';
import { runSuite } from '../suite/run-suite.mjs';
import { checkCapture } from './capture/tcpdump.mjs';
import { planFor } from './plan.mjs';
import { SECTIONS } from './sections.mjs';
import { withServer } from './server/with-server.mjs';

const SUITE = {
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
};

/**
 * Measures each client's latencies against a packet capture, on a real server:
 * `npm run bench -- truth [--json] [--quick] [--url URL] [--model NAME] [--tokenizer FOLDER]`.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(SUITE, args);
}
