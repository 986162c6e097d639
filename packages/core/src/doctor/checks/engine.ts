import { systemErrorCode } from '../../spec/error/system-error.ts';
import type { Check } from '../check.ts';
import { isReportedFailure, problemOf } from '../reported-failure.ts';

/** The embedded engine is installed and starts in its child process. */
export const engineCheck: Check = {
  name: 'engine llama-cpp',
  purposes: ['embedded'],
  run: async ({ startEngine }) => {
    try {
      return { status: 'ok', found: `llama.cpp ${await startEngine()}` };
    } catch (error) {
      if (!isReportedFailure(error)) throw error;
      if (systemErrorCode(error) === 'ENGINE_NOT_INSTALLED') {
        return {
          status: 'problem',
          found: 'node-llama-cpp is not installed',
          remedy: 'run npm install node-llama-cpp',
        };
      }
      return problemOf(
        error,
        systemErrorCode(error) === 'ERR_ACCESS_DENIED'
          ? 'add --allow-child-process to the Node flags'
          : 'run npm install node-llama-cpp, or set another engine in target.engine',
      );
    }
  },
};
