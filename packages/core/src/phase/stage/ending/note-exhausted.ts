import { nowNs } from '../../../stream/clock.ts';
import type { StageWork } from '../in-stage.ts';

/**
 * Notes that a stage ended because it had sent its whole data set, unless something else ended it.
 * @param requests measured requests that the data set had for it
 */
export function noteExhausted(
  { watch, limits }: Pick<StageWork, 'watch' | 'limits'>,
  requests: number,
): void {
  if (limits.ending !== undefined || watch.hasLoadEnded) return;
  const { beganNs, endedNs } = watch.window;
  if (watch.measured < requests) return;
  const afterMs = Math.max(0, ((Number.isFinite(endedNs) ? endedNs : nowNs()) - beganNs) / 1e6);
  watch.noteExhausted({ kind: 'exhausted', afterMs, requests: watch.measured });
}
