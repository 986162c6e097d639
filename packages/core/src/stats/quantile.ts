/** An ascending copy; `NaN` goes last, so that it shows. */
export function sortAscending(values: ArrayLike<number>): Float64Array {
  return sortInPlace(new Float64Array(values));
}

/**
 * The values ascending, in their own memory where they are doubles: millions of them are not copied. `NaN` goes last.
 */
export function sortInPlace(values: ArrayLike<number>): Float64Array {
  const doubles = values instanceof Float64Array ? values : new Float64Array(values);
  const { buffer, byteOffset, length } = doubles;
  // Doubles without a sign are in the order of their bits, which are compared in half the time.
  const sortable = hasNoSign(doubles) ? new BigUint64Array(buffer, byteOffset, length) : doubles;
  // oxlint-disable-next-line unicorn/no-array-sort -- the copy that it warns of is what is to be spared
  sortable.sort();
  return doubles;
}

function hasNoSign({ buffer, byteOffset, length }: Float64Array): boolean {
  const halves = new Int32Array(buffer, byteOffset, 2 * length);
  for (let high = 1; high < halves.length; high += 2) {
    if ((halves[high] ?? 0) < 0) return false;
  }
  return true;
}

/**
 * The quantile of ascending values by linear interpolation (type 7 of Hyndman and Fan, the default of R and
 * NumPy): position `(n - 1) * probability`, between the two values around it in proportion.
 *
 * `Infinity` is a value like any other and stands for a failed request: as soon as the position
 * lies past the last finite value, the quantile is infinite. `NaN` among the values makes every quantile `NaN`.
 * @param probability from 0 to 1
 * @returns `NaN` for no values
 */
export function quantileOfSorted(ascending: Float64Array, probability: number): number {
  const last = ascending.length - 1;
  if (last < 0 || Number.isNaN(ascending[last])) return Number.NaN;
  const position = last * Math.min(1, Math.max(0, probability));
  const below = Math.floor(position);
  const lower = ascending[below] ?? Number.NaN;
  const upper = ascending[Math.min(last, below + 1)] ?? Number.NaN;
  const share = position - below;
  // Equal neighbors first: the difference of two infinities is not a number.
  if (share === 0 || lower === upper) return lower;
  // Rounding must not carry the result past its upper neighbor.
  return Math.min(upper, lower + share * (upper - lower));
}

/** The median by {@link quantileOfSorted}; `NaN` for no values. */
export function median(values: ArrayLike<number>): number {
  return quantileOfSorted(sortAscending(values), 0.5);
}
