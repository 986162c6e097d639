import { randomBytes } from 'node:crypto';

/** Random bytes of a nonce: two runs share one with a probability of 2^-64. */
const NONCE_BYTES = 8;

/** Draws the nonce of a run, which makes its prompts different from those of any other run. */
export function createNonce(): string {
  return randomBytes(NONCE_BYTES).toString('hex');
}
