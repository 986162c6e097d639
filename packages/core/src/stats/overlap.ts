/** How many intervals held at once, as steps over time. */
export interface OverlapSteps {
  /** Intervals under way during the step. */
  readonly levels: Float64Array;
  /** How long the step lasted. */
  readonly durationsNs: Float64Array;
}

/** A time from which something held, and until which. */
export interface IntervalNs {
  readonly beganNs: number;
  readonly endedNs: number;
}

/**
 * Sweeps over intervals within a window and tells how many held at once, and for how long.
 * Parts outside the window are cut off; the steps together last as long as the window.
 */
export function overlapWithin(intervals: readonly IntervalNs[], window: IntervalNs): OverlapSteps {
  const edges: { atNs: number; change: number }[] = [];
  for (const { beganNs, endedNs } of intervals) {
    const fromNs = Math.max(beganNs, window.beganNs);
    const toNs = Math.min(endedNs, window.endedNs);
    if (toNs > fromNs) edges.push({ atNs: fromNs, change: 1 }, { atNs: toNs, change: -1 });
  }
  edges.sort((a, b) => a.atNs - b.atNs);
  const levels: number[] = [];
  const durationsNs: number[] = [];
  let level = 0;
  let reachedNs = window.beganNs;
  const step = (untilNs: number): void => {
    if (untilNs <= reachedNs) return;
    levels.push(level);
    durationsNs.push(untilNs - reachedNs);
    reachedNs = untilNs;
  };
  for (const edge of edges) {
    step(edge.atNs);
    level += edge.change;
  }
  step(window.endedNs);
  return { levels: Float64Array.from(levels), durationsNs: Float64Array.from(durationsNs) };
}
