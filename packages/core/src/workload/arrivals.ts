import type { Random } from './random.ts';

/**
 * Arrival times of a Poisson process, in units of the mean gap: multiply by the gap in nanoseconds. Made whole and up
 * front from one random stream, so that no worker draws a schedule of its own.
 * @param random the stream to draw from
 * @param until last arrival at the latest, in mean gaps
 * @returns ascending times from 0 to `until`
 */
export function poissonArrivals(random: Random, until: number): Float64Array {
  const times: number[] = [];
  let time = 0;
  for (;;) {
    // 1 - fraction is above 0, so that its logarithm is finite.
    time -= Math.log(1 - random.fraction());
    if (time > until) return Float64Array.from(times);
    times.push(time);
  }
}
