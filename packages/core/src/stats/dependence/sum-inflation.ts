/** Autocorrelations are looked at up to this share of the values, and no further than so many without one that matters. */
const MAX_LAG_SHARE = 0.25;
const QUIET_LAGS = 5;

/** Deviations, as of Politis and White (2004), from which on an autocorrelation matters. */
const DEVIATIONS = 2;

/**
 * Products of large residuals that a lag needs: among few of them two neighbors are chance. In units of the product of two
 * large ones.
 */
const LEAST_COINCIDENCES = 1.5;

/** More values than this are added up in groups: lags cost their number each. */
const MAX_TERMS = 10_000;

/**
 * How many times larger the variance of a sum is than it would be if its terms were independent: 1 where they are, more where
 * neighbors are alike. From the autocorrelations of the terms up to twice the last lag that matters.
 * @param residuals terms in order of time, less their expectation
 * @returns at least 1
 */
export function sumInflation(residuals: Float64Array): number {
  const square = momentOf(residuals, 2);
  if (square === 0) return 1;
  const terms = inGroups(residuals, Math.ceil(residuals.length / MAX_TERMS));
  return Math.max(1, (inflationOf(terms) * momentOf(terms, 2)) / square);
}

function inflationOf(terms: Float64Array): number {
  const count = terms.length;
  const square = momentOf(terms, 2);
  const threshold = Math.max(
    DEVIATIONS * Math.sqrt(Math.log10(count) / count),
    (LEAST_COINCIDENCES * momentOf(terms, 4)) / (square * square),
  );
  const maxLag = Math.floor(count * MAX_LAG_SHARE);
  const correlations: number[] = [];
  const seeUpTo = (lag: number): void => {
    while (correlations.length < lag) {
      correlations.push(productAt(terms, correlations.length + 1) / square);
    }
  };
  let lastThatMatters = 0;
  for (let lag = 1; lag <= maxLag && lag - lastThatMatters <= QUIET_LAGS; lag += 1) {
    seeUpTo(lag);
    if ((correlations[lag - 1] ?? 0) >= threshold) lastThatMatters = lag;
  }
  if (lastThatMatters === 0) return 1;
  const lags = Math.min(2 * lastThatMatters, maxLag);
  seeUpTo(lags);
  const sum = correlations.slice(0, lags).reduce((total, one) => total + one, 0);
  return 1 + 2 * sum;
}

function momentOf(values: Float64Array, power: number): number {
  let sum = 0;
  for (const value of values) sum += power === 2 ? value * value : value ** power;
  return sum;
}

/** Sums of neighbors, so many in each. */
function inGroups(values: Float64Array, size: number): Float64Array {
  if (size <= 1) return values;
  const sums = new Float64Array(Math.ceil(values.length / size));
  for (let index = 0; index < values.length; index += 1) {
    const group = Math.floor(index / size);
    sums[group] = (sums[group] ?? 0) + (values[index] ?? 0);
  }
  return sums;
}

/** Sum of the products of each value with the one so many places earlier. */
function productAt(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let index = lag; index < values.length; index += 1) {
    sum += (values[index] ?? 0) * (values[index - lag] ?? 0);
  }
  return sum;
}
