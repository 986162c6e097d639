/**
 * Chooses at most `maxPoints` of the values so that no spike disappears: the values are cut into buckets of equal count,
 * and each keeps its least and its largest value; the first and last value are always kept.
 * @param maxPoints at least 4
 * @returns indices of the kept values, ascending: all of them when there are few enough
 */
export function thinMinMax(values: ArrayLike<number>, maxPoints: number): Uint32Array {
  const count = values.length;
  if (count <= maxPoints) return Uint32Array.from({ length: count }, (_, index) => index);
  const buckets = Math.floor((maxPoints - 2) / 2);
  const kept = new Set([0, count - 1]);
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = Math.floor((bucket * count) / buckets);
    const to = Math.floor(((bucket + 1) * count) / buckets);
    let least = from;
    let largest = from;
    for (let index = from + 1; index < to; index += 1) {
      const value = values[index] ?? Number.NaN;
      if (value < (values[least] ?? Number.NaN)) least = index;
      if (value > (values[largest] ?? Number.NaN)) largest = index;
    }
    kept.add(least).add(largest);
  }
  return Uint32Array.from(kept).toSorted();
}
