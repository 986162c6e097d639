/** Longest lag as a share of the values, and the number of insignificant lags in a row after which the search stops. */
const MAX_LAG_SHARE = 0.25;
const QUIET_LAGS = 5;

/** Standard deviations above which an autocorrelation is significant, after Politis and White (2004). */
const DEVIATIONS = 2;

/**
 * Coincidences of large residuals that a significant lag needs, in units of the product of two large ones: among few large
 * residuals two neighbors are chance.
 */
const LEAST_COINCIDENCES = 1.5;

/** More values than this are summed in groups, since each lag takes time proportional to their number. */
const MAX_TERMS = 10_000;

/**
 * The variance of a sum as a multiple of that of independent terms: 1 for independent terms, more where neighbors are alike.
 * Uses the autocorrelations of the terms up to twice the last significant lag.
 * @param residuals terms minus their expectation, in order of time
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

/** Sums of groups of neighbors. @param size values per group */
function inGroups(values: Float64Array, size: number): Float64Array {
  if (size <= 1) return values;
  const sums = new Float64Array(Math.ceil(values.length / size));
  for (let index = 0; index < values.length; index += 1) {
    const group = Math.floor(index / size);
    sums[group] = (sums[group] ?? 0) + (values[index] ?? 0);
  }
  return sums;
}

/** Sum of the products of each value with the one `lag` places earlier. */
function productAt(values: Float64Array, lag: number): number {
  let sum = 0;
  for (let index = lag; index < values.length; index += 1) {
    sum += (values[index] ?? 0) * (values[index - lag] ?? 0);
  }
  return sum;
}
