import type { Span } from '../../../metric/measure/windows.ts';
import type { Stage, StageWindow } from '../../../stream/stage/stages.ts';
import type { PageSpan } from '../page-data.ts';

/** A part of a stage. */
export interface StagePart extends Span {
  readonly part: NonNullable<PageSpan['part']>;
}

/**
 * Splits a stage into its warm-up, from the first send to the measurement window, each window, and the drain after it,
 * until the last request sent by then has ended. Parts without length are omitted, except windows. Pure.
 */
export function partsOfStage({ windows, requests }: Stage): StagePart[] {
  const [first] = windows;
  if (first === undefined) return [];
  let warmedNs = first.beganNs;
  const drainedNs = windows.map(({ endedNs }) => endedNs);
  for (const { purpose, sentNs, endNs } of requests) {
    if (purpose === 'warm-up' && sentNs < warmedNs) warmedNs = sentNs;
    const at = windowOf(windows, sentNs);
    if (endNs > (drainedNs[at] ?? Number.POSITIVE_INFINITY)) drainedNs[at] = endNs;
  }
  const parts: StagePart[] = [
    { part: 'warm-up', beganNs: warmedNs, endedNs: first.beganNs },
    ...windows.flatMap(({ beganNs, endedNs }, index): StagePart[] => [
      { part: 'measured', beganNs, endedNs },
      { part: 'drain', beganNs: endedNs, endedNs: drainedNs[index] ?? endedNs },
    ]),
  ];
  return parts.filter(({ part, beganNs, endedNs }) => part === 'measured' || endedNs > beganNs);
}

/** Index of the window that a request was sent in, or of the one before it; the first for the warm-up. */
function windowOf(windows: readonly StageWindow[], sentNs: number): number {
  return Math.max(
    0,
    windows.findLastIndex(({ beganNs }) => beganNs <= sentNs),
  );
}
