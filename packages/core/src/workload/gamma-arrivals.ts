import type { Random } from './random.ts';

/** A standard normal value, by Marsaglia's polar method. */
function normal(random: Random): number {
  for (;;) {
    const x = 2 * random.fraction() - 1;
    const y = 2 * random.fraction() - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
  }
}

/**
 * A value of the gamma distribution with scale 1, by the method of Marsaglia and Tsang (2000).
 * @param shape above 0; also the mean
 */
export function gammaNumber(random: Random, shape: number): number {
  if (shape < 1) {
    // The method needs a shape of at least 1: a value of shape + 1 is scaled down.
    return gammaNumber(random, shape + 1) * (1 - random.fraction()) ** (1 / shape);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - random.fraction();
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/**
 * Arrival times whose gaps follow a gamma distribution, ascending and infinite, in units of the mean gap.
 * @param burstiness shape of the gaps: 1 is a Poisson process, less is burstier, more is steadier; the gaps' coefficient of
 * variation is `1 / sqrt(burstiness)`
 */
export function* gammaTimes(random: Random, burstiness: number): Generator<number, never> {
  let time = 0;
  for (;;) {
    time += gammaNumber(random, burstiness) / burstiness;
    yield time;
  }
}
