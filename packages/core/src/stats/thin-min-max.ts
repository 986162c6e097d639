/**
 * Chooses at most `maxPoints` of the values so that no spike disappears: the values are cut into buckets of equal count,
 * and each keeps its least and its largest value; the first and last value are always kept.
 * @param maxPoints at least 4
 * @param among indices of the values to choose from, ascending; all when absent
 * @returns indices of the kept values, ascending: all of them when there are few enough
 */
export function thinMinMax(
  values: ArrayLike<number>,
  maxPoints: number,
  among?: Uint32Array,
): Uint32Array {
  const count = among?.length ?? values.length;
  const indexAt = (position: number): number => among?.[position] ?? position;
  if (count <= maxPoints) return Uint32Array.from({ length: count }, (_, at) => indexAt(at));
  const buckets = Math.floor((maxPoints - 2) / 2);
  const kept = new Set([0, count - 1]);
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = Math.floor((bucket * count) / buckets);
    const to = Math.floor(((bucket + 1) * count) / buckets);
    let least = from;
    let largest = from;
    for (let position = from + 1; position < to; position += 1) {
      const value = values[indexAt(position)] ?? Number.NaN;
      if (value < (values[indexAt(least)] ?? Number.NaN)) least = position;
      if (value > (values[indexAt(largest)] ?? Number.NaN)) largest = position;
    }
    kept.add(least).add(largest);
  }
  return Uint32Array.from(kept, indexAt).toSorted();
}
