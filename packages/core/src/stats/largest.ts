/**
 * The largest of many values; `Math.max` takes no more of them than fit a stack.
 * @returns negative infinity for no values, `NaN` when one of them is
 */
export function largestOf(values: ArrayLike<number>): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) {
    largest = Math.max(largest, values[index] ?? Number.NaN);
  }
  return largest;
}
