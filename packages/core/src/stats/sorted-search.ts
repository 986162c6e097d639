/**
 * How many of the ascending values are below `bound`: the index of the first that is not.
 * @param count how many of the values to look at; all when absent
 */
export function countBelow(
  ascending: ArrayLike<number>,
  bound: number,
  count: number = ascending.length,
): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Number.POSITIVE_INFINITY) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Index of the ascending value nearest to `wanted`, the earlier of two as near.
 * @returns -1 for no values
 */
export function nearestIndex(ascending: ArrayLike<number>, wanted: number): number {
  if (ascending.length === 0) return -1;
  const after = Math.min(countBelow(ascending, wanted), ascending.length - 1);
  const before = Math.max(0, after - 1);
  const distance = (index: number): number => Math.abs((ascending[index] ?? 0) - wanted);
  return distance(before) <= distance(after) ? before : after;
}
