import { decide } from '../../../packages/core/dist/verdict/decide/decide.js';
import { coverage, Tally } from '../covered.mjs';
import { COUNTS, ERROR, simulationError } from '../plan.mjs';
import { uniform } from '../simulated.mjs';

const SHARES = [0.01, 0.05, 0.2];
const STATED = 0.95;
const STANDARD_ERRORS = 3;

/** @param {number} share @param {number} count */
function measureAt(share, count, { runs, errors }) {
  const random = uniform(`shares ${share} ${count}`);
  const tally = new Tally();
  for (let run = 0; run < runs; run += 1) {
    const hits = Uint8Array.from({ length: count }, () => (random() <= share ? 1 : 0));
    tally.add(
      decide({ kind: 'share', hits }, { bound: 'at-most', threshold: share, error: ERROR }),
    );
  }
  const low = STATED - STANDARD_ERRORS * simulationError(STATED, runs);
  return ['upper', 'lower'].map((bound) =>
    coverage(`${100 * share}%-${count}-${bound}`, { value: tally[bound], runs, errors }, { low }),
  );
}

/** @param {import('../plan.mjs').Plan} plan */
export function measureShares(plan) {
  return SHARES.flatMap((share) => COUNTS.flatMap((count) => measureAt(share, count, plan)));
}
