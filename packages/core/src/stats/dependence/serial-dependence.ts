import { ranksOf } from '../ranks.ts';

/** Fewer values do not show the dependence of neighbors. */
const MIN_VALUES = 20;

/**
 * How many times larger the variance of a rank statistic is than it would be if the values were independent: 1 where they
 * are, and far more where neighbors are similar, as memory samples are. From the autocorrelations of the ranks, after
 * Hamed and Rao (1998), up to the first insignificant lag.
 * @param values in order of time, without their trend
 * @returns at least 1
 */
export function serialInflation(values: Float64Array): number {
  const count = values.length;
  if (count < MIN_VALUES) return 1;
  const centre = (count - 1) / 2;
  const centred = ranksOf(values).map((rank) => rank - centre);
  const variance = covarianceAt(centred, 0);
  if (variance === 0) return 1;
  const negligible = 2 / Math.sqrt(count);
  const triples = count * (count - 1) * (count - 2);
  let inflation = 1;
  for (let lag = 1; lag < count - 2; lag += 1) {
    // Estimated from fewer pairs than values, and around the mean of these very values: both make it too small.
    const correlation = covarianceAt(centred, lag) / variance + 1 / count;
    if (correlation < negligible) break;
    const left = (count - lag) * (count - lag - 1) * (count - lag - 2);
    inflation += (2 * left * correlation) / triples;
  }
  return inflation;
}

/** Mean product of each value with the one so many places later. */
function covarianceAt(centred: Float64Array, lag: number): number {
  let sum = 0;
  for (let index = lag; index < centred.length; index += 1) {
    sum += (centred[index] ?? 0) * (centred[index - lag] ?? 0);
  }
  return sum / (centred.length - lag);
}
