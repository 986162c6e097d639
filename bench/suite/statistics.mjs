/**
 * @param {readonly number[]} values at least one
 * @param {number} share 0 to 1
 * @returns {number} the quantile, interpolated between neighbors
 */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  return below + (above - below) * (position - Math.floor(position));
}

/** @param {readonly number[]} values */
export function median(values) {
  return quantile(values, 0.5);
}

/**
 * @param {readonly number[]} values
 * @returns {{ count: number, min: number, p25: number, p75: number, max: number }} spread of the repeats
 */
export function spreadOf(values) {
  return {
    count: values.length,
    min: Math.min(...values),
    p25: quantile(values, 0.25),
    p75: quantile(values, 0.75),
    max: Math.max(...values),
  };
}
