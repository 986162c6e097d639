import type { StageCancel } from '../../../stream/stage/stage-cancel.ts';
import { createRandom } from '../../../workload/random.ts';

/**
 * Draws when the next measured request of a stage is cut.
 * @returns milliseconds after its send; undefined for a request that is not cut
 */
export type DrawCut = () => number | undefined;

/** Draws the requests that a stage cancels, from a separate random stream: no other draw depends on it. */
export function createCutDraw(
  seed: number,
  stage: string,
  { share, afterMs }: StageCancel,
): DrawCut {
  const random = createRandom(seed, `cancel ${stage}`);
  return () => (random.fraction() < share ? afterMs : undefined);
}
