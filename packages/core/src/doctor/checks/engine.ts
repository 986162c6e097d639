import type { Check } from '../check.ts';
import { isToldFailure } from '../told-failure.ts';

/** The engine of the embedded default is installed and starts in its child process. */
export const engineCheck: Check = {
  name: 'engine llama-cpp',
  run: async ({ startEngine }) => {
    try {
      return { status: 'ok', found: `llama.cpp ${await startEngine()}` };
    } catch (error) {
      if (!isToldFailure(error)) throw error;
      return {
        status: 'problem',
        found: error.message,
        remedy:
          'npm install node-llama-cpp, or measure another engine: target.engine in the configuration',
      };
    }
  },
};
