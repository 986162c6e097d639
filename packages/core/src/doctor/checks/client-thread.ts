import type { Check } from '../check.ts';
import { isReportedFailure } from '../reported-failure.ts';

const DENIED = "Node's permissions deny starting a thread";
const REMEDY = 'add --allow-worker to the Node flags';

/** A thread can send requests: the native one over http, a JavaScript worker over https and without the native part. */
export const clientThreadCheck: Check = {
  name: 'client thread',
  purposes: ['server'],
  run: async ({ sampleSelf, permits }) => {
    const mayStart = permits('worker');
    try {
      await sampleSelf();
    } catch (error) {
      if (!isReportedFailure(error)) throw error;
      if (mayStart) return { status: 'ok', found: 'JavaScript worker' };
      return { status: 'problem', found: `${DENIED}, and there is no native one`, remedy: REMEDY };
    }
    if (mayStart) return { status: 'ok', found: 'native, and a JavaScript worker for https' };
    return { status: 'note', found: `native; no https: ${DENIED}`, remedy: REMEDY };
  },
};
