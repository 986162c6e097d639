import { tinyModel } from '../../scripts/hosts/install/make-model.mjs';
import { inTurn, measureSection } from '../suite/measure-section.mjs';
import { runSuite } from '../suite/run-suite.mjs';
import { SECTIONS } from './sections.mjs';

/** `quick` shows that the suite works. */
const REQUESTS = { quick: 8, default: 48 };

const SUITE = {
  name: 'datasets',
  sections: SECTIONS,
  modes: ['quick'],
  settings: ['url', 'model', 'tokenizer'],
  measure: async (sections, mode, _machine, { url, model = 'tiny', tokenizer = tinyModel() }) => {
    // Loaded here, since help works before a build.
    const { readLocalTokenizer } =
      await import('../../packages/core/dist/workload/tokenizer/local-tokenizer.js');
    const { tokenize } = await readLocalTokenizer(tokenizer);
    const context = {
      model,
      tokenizer,
      tokenize,
      requests: REQUESTS[mode],
      ...(url === undefined ? {} : { upstream: url }),
    };
    return await inTurn(sections, (section) => measureSection(section, context));
  },
};

/**
 * Compares what each client sends of the same file:
 * `npm run bench -- datasets [--json] [--quick] [--url URL] [--model NAME] [--tokenizer FOLDER]`.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export function run(args) {
  return runSuite(SUITE, args);
}
