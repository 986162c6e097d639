import { sortInPlace } from './quantile.ts';

/** Number of concurrent intervals, as steps over time. */
export interface OverlapSteps {
  /** Concurrent intervals during the step. */
  readonly levels: Float64Array;
  /** Duration of the step. */
  readonly durationsNs: Float64Array;
}

/** The beginning and the end of an interval. */
export interface IntervalNs {
  readonly beganNs: number;
  readonly endedNs: number;
}

/**
 * Counts concurrent intervals within a window, step by step.
 * Parts outside the window are cut off; the steps together last as long as the window.
 * @param beganNs when each interval began
 * @param endedNs when each ended, as many
 */
export function overlapWithin(
  beganNs: Float64Array,
  endedNs: Float64Array,
  window: IntervalNs,
): OverlapSteps {
  const { rises, falls } = edgesWithin(beganNs, endedNs, window);
  const levels = new Float64Array(2 * rises.length + 1);
  const durationsNs = new Float64Array(2 * rises.length + 1);
  let steps = 0;
  let level = 0;
  let reachedNs = window.beganNs;
  const step = (untilNs: number): void => {
    if (untilNs <= reachedNs) return;
    levels[steps] = level;
    durationsNs[steps] = untilNs - reachedNs;
    steps += 1;
    reachedNs = untilNs;
  };
  let risen = 0;
  for (const fallNs of falls) {
    for (let riseNs = rises[risen]; riseNs !== undefined && riseNs < fallNs;) {
      step(riseNs);
      level += 1;
      risen += 1;
      riseNs = rises[risen];
    }
    step(fallNs);
    level -= 1;
  }
  step(window.endedNs);
  return { levels: levels.subarray(0, steps), durationsNs: durationsNs.subarray(0, steps) };
}

/** Where the intervals that reach into a window begin and end in it, each ascending. */
function edgesWithin(
  beganNs: Float64Array,
  endedNs: Float64Array,
  window: IntervalNs,
): { rises: Float64Array; falls: Float64Array } {
  const rises = new Float64Array(beganNs.length);
  const falls = new Float64Array(beganNs.length);
  let count = 0;
  for (let index = 0; index < beganNs.length; index += 1) {
    const fromNs = Math.max(beganNs[index] ?? Number.NaN, window.beganNs);
    const toNs = Math.min(endedNs[index] ?? Number.NaN, window.endedNs);
    if (!(toNs > fromNs)) continue;
    rises[count] = fromNs;
    falls[count] = toNs;
    count += 1;
  }
  return {
    rises: sortInPlace(rises.subarray(0, count)),
    falls: sortInPlace(falls.subarray(0, count)),
  };
}
