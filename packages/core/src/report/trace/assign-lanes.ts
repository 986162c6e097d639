/** A stretch of time, CLOCK_MONOTONIC nanoseconds. */
export interface Stretch {
  readonly beganNs: number;
  readonly endedNs: number;
}

/**
 * Assigns stretches to lanes so that none overlap within a lane: each takes a free lane, or a new one if none is free.
 * The number of lanes is the maximum number of concurrent stretches.
 * @returns the lane of each stretch, from 0
 */
export function assignLanes(stretches: readonly Stretch[]): Int32Array {
  const lanes = new Int32Array(stretches.length).fill(-1);
  const order = Array.from(stretches, (_, index) => index);
  const beganNs = (index: number): number => stretches[index]?.beganNs ?? 0;
  const endedNs = (index: number): number => stretches[index]?.endedNs ?? 0;
  const byBeginning = order.toSorted((one, other) => beganNs(one) - beganNs(other));
  const byEnd = order.toSorted((one, other) => endedNs(one) - endedNs(other));
  const free: number[] = [];
  let ended = 0;
  let count = 0;
  for (const index of byBeginning) {
    for (; ended < byEnd.length; ended += 1) {
      const over = byEnd[ended] ?? 0;
      // A stretch without length ends when it begins, so it may not have a lane to release yet.
      if (endedNs(over) > beganNs(index) || lanes[over] === -1) break;
      free.push(lanes[over] ?? 0);
    }
    const lane = free.pop() ?? count;
    if (lane === count) count += 1;
    lanes[index] = lane;
  }
  return lanes;
}
