import type { StageCancel } from '../../../stream/stage/stage-cancel.ts';
import { createRandom } from '../../../workload/random.ts';

/**
 * Draws for the next measured request of a stage when it is cut.
 * @returns milliseconds after its send; undefined for a request that is not cut
 */
export type DrawCut = () => number | undefined;

/** Draws the requests of a stage that are abandoned, from a random stream of their own: no other draw depends on it. */
export function createCutDraw(
  seed: number,
  stage: string,
  { share, afterMs }: StageCancel,
): DrawCut {
  const random = createRandom(seed, `cancel ${stage}`);
  return () => (random.fraction() < share ? afterMs : undefined);
}
