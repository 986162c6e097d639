/**
 * A column of numbers, in the narrowest array that holds all of them exactly: its values are the same in any. What could
 * not be read is `NaN`; a column of which nothing was read is empty, and so is `undefined` at any row.
 */
export interface NumberColumn extends ArrayLike<number>, Iterable<number> {
  /** A view of the values from one index to before another, not a copy. */
  subarray(from?: number, to?: number): NumberColumn;
  /** The value at an index; from the end when negative. */
  at(index: number): number | undefined;
  entries(): Iterable<[index: number, value: number]>;
  indexOf(value: number): number;
  some(holds: (value: number, index: number) => boolean): boolean;
  every(holds: (value: number, index: number) => boolean): boolean;
}
