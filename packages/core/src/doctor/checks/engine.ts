import { LoadcellError } from '../../spec/errors.ts';
import type { Check } from '../check.ts';

/** The engine of the embedded default is installed and starts in its child process. */
export const engineCheck: Check = {
  name: 'engine llama-cpp',
  run: async ({ startEngine }) => {
    try {
      return { status: 'ok', found: `node-llama-cpp ${await startEngine()}` };
    } catch (error) {
      if (!(error instanceof LoadcellError)) throw error;
      return {
        status: 'problem',
        found: error.message,
        remedy:
          'npm install node-llama-cpp, or measure another engine: target.engine in the configuration',
      };
    }
  },
};
