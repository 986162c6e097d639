import type { Random } from './random.ts';

/**
 * Arrival times of a Poisson process, ascending and infinite, in units of the mean gap: multiply by the gap in nanoseconds.
 * @param random the stream to draw from
 */
export function* poissonTimes(random: Random): Generator<number, never> {
  let time = 0;
  for (;;) {
    // 1 - fraction is above 0, so its logarithm is finite.
    time -= Math.log(1 - random.fraction());
    yield time;
  }
}

/**
 * The arrivals of a Poisson process up to a time.
 * @param until latest arrival, in mean gaps
 * @returns ascending times from 0 to `until`
 */
export function poissonArrivals(random: Random, until: number): Float64Array {
  const times: number[] = [];
  for (const time of poissonTimes(random)) {
    if (time > until) break;
    times.push(time);
  }
  return Float64Array.from(times);
}
