import { ranksOf } from '../ranks.ts';

/** Fewer blocks do not show their variation. */
const MIN_BLOCKS = 10;

/** More blocks add no precision, and drawing them takes time. */
const MAX_BLOCKS = 400;

/**
 * The automatic length makes the variance of an average as exact as it can be; blocks too short make it too small, blocks too
 * long only make it less exact. An interval that covers too seldom is worse than a wide one.
 */
const CAUTION = 2;

/** More values add no information about the dependence of neighbors. */
const MAX_VALUES = 100_000;

/** Covariance of each value with the one so many places later; of no lag first. */
function covarianceAt(centred: Float64Array, lag: number): number {
  let sum = 0;
  for (let index = lag; index < centred.length; index += 1) {
    sum += (centred[index] ?? 0) * (centred[index - lag] ?? 0);
  }
  return sum / centred.length;
}

/**
 * Block length for resampling values in order of time: the automatic choice of Politis
 * and White (2004) with the correction of Patton (2009), on the ranks of the values, doubled. It grows with the dependence
 * of neighbors. There are 10 to 400 blocks, given enough values.
 * @param values in order of time; infinite ones too
 */
export function blockLengthOf(values: Float64Array): number {
  const seen = values.subarray(0, MAX_VALUES);
  const count = seen.length;
  const shortest = Math.ceil(values.length / MAX_BLOCKS);
  const longest = Math.max(1, Math.floor(values.length / MIN_BLOCKS));
  if (count < 2 * MIN_BLOCKS) return 1;
  const ranks = ranksOf(seen);
  const centred = ranks.map((rank) => rank - (count - 1) / 2);
  const variance = covarianceAt(centred, 0);
  if (variance === 0) return shortest;
  const covariances = [variance];
  const quietLags = Math.max(5, Math.ceil(Math.sqrt(Math.log10(count))));
  const lastLag = Math.min(count - 1, Math.ceil(Math.sqrt(count)) + quietLags);
  const threshold = 2 * Math.sqrt(Math.log10(count) / count) * variance;
  // The last lag that matters is the one after which so many in a row do not.
  let quiet = 0;
  for (let lag = 1; lag <= lastLag && quiet < quietLags; lag += 1) {
    const covariance = covarianceAt(centred, lag);
    covariances.push(covariance);
    quiet = Math.abs(covariance) < threshold ? quiet + 1 : 0;
  }
  const lastThatMatters = covariances.length - 1 - quiet;
  if (lastThatMatters < 1) return shortest;
  const bandwidth = Math.min(2 * lastThatMatters, covariances.length - 1);
  let spectrum = variance;
  let curvature = 0;
  for (let lag = 1; lag <= bandwidth; lag += 1) {
    const weight = Math.min(1, 2 * (1 - lag / bandwidth)) * (covariances[lag] ?? 0);
    spectrum += 2 * weight;
    curvature += 2 * weight * lag;
  }
  if (spectrum <= 0) return shortest;
  const length = Math.cbrt((1.5 * curvature * curvature * values.length) / (spectrum * spectrum));
  return Math.min(longest, Math.max(shortest, Math.ceil(CAUTION * length)));
}
