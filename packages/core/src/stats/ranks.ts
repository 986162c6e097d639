import { sortAscending } from './quantile.ts';
import { countBelow } from './sorted-search.ts';

/** The place of each value among all, the middle one of equals: bounded, so that no outlier and no infinity matters. */
export function ranksOf(values: Float64Array): Float64Array {
  const ascending = sortAscending(values);
  return values.map((value) => {
    const from = countBelow(ascending, value);
    // Equal values are next to each other; how many there are is where the next larger one begins.
    let low = from;
    let high = ascending.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ascending[middle] ?? Number.POSITIVE_INFINITY) <= value) low = middle + 1;
      else high = middle;
    }
    return (from + low - 1) / 2;
  });
}
