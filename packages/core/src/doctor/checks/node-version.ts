import type { Check } from '../check.ts';
import { PURPOSE_NAMES } from '../purposes.ts';

const OLDEST = { major: 20, minor: 20 } as const;

/** Node is new enough. */
export const nodeVersionCheck: Check = {
  name: 'Node',
  purposes: PURPOSE_NAMES,
  run: async ({ nodeVersion }) => {
    const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
    const isNewEnough = major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
    if (isNewEnough) return { status: 'ok', found: nodeVersion };
    return {
      status: 'problem',
      found: `${nodeVersion} is too old`,
      remedy: `install Node ${OLDEST.major}.${OLDEST.minor} or newer, from https://nodejs.org or with your version manager`,
    };
  },
};
