import { ConfigError } from '../../spec/error/errors.ts';

/** The part of a run that one of several workers sends. */
export interface Slice {
  /** From 0 to `count - 1`. */
  readonly index: number;
  /** Number of workers, at least 1. */
  readonly count: number;
}

/** The whole run: of a worker that is alone. */
export const WHOLE: Slice = { index: 0, count: 1 };

/** Most workers of a run. */
export const MAX_SLICES = 10_000;

/**
 * Reads a slice such as `0/4`, the first of four.
 * @throws {ConfigError} when it is not two whole numbers, the first below the second
 */
export function parseSlice(text: string): Slice {
  const [, first = '', second = ''] = /^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
  const index = Number(first);
  const count = Number(second);
  if (second !== '' && count >= 1 && index < count && count <= MAX_SLICES) return { index, count };
  throw new ConfigError(`invalid slice "${text}": expected I/N, such as 0/4`, {
    help: `the first of four workers is 0/4, the last is 3/4; at most ${MAX_SLICES} workers`,
  });
}

/** Whether a worker is alone. */
export function isWhole({ count }: Slice): boolean {
  return count === 1;
}

/** Whether a worker does what only one does, such as requests one after another. */
export function isLead({ index }: Slice): boolean {
  return index === 0;
}

/** Whether a place in the whole, from 0, belongs to a slice. */
export function holds({ index, count }: Slice, place: number): boolean {
  return place % count === index;
}

/** The place in the whole of what is at an index, from 0, of a slice. */
export function wholePlace({ index, count }: Slice, own: number): number {
  return index + own * count;
}

/**
 * The share of a slice in a number of places: those whose place, from 0, is `index` modulo `count`. The shares of all slices
 * add up to the total. Infinite of an infinite total.
 * @param total whole number of at least 0
 */
export function sliceOf(total: number, { index, count }: Slice): number {
  return total === Infinity ? Infinity : Math.floor((total + count - 1 - index) / count);
}

/** The values whose place in the whole belongs to a slice, in order; the same iterable for a worker that is alone. */
export function sliced<Value>(values: Iterable<Value>, slice: Slice): Iterable<Value> {
  return isWhole(slice) ? values : valuesOf(values, slice);
}

function* valuesOf<Value>(values: Iterable<Value>, slice: Slice): Generator<Value> {
  let place = 0;
  for (const value of values) {
    if (holds(slice, place)) yield value;
    place += 1;
  }
}

/** The same slice where places count from `by` on: a place `by` of the whole is place 0 there. */
export function shifted({ index, count }: Slice, by: number): Slice {
  return { index: (((index - by) % count) + count) % count, count };
}

/**
 * Draws for the places of a slice: draws for places of other slices are skipped, so that each place has the value that it has
 * in the whole.
 * @param draw draws the value of the next place in the whole
 */
export function slicedDraw<Value>(draw: () => Value, { index, count }: Slice): () => Value {
  let skipped = index;
  return () => {
    for (; skipped > 0; skipped -= 1) draw();
    skipped = count - 1;
    return draw();
  };
}

/**
 * The part of a worker in something that has fewer places than there are workers, such as a concurrency: the first workers
 * share it.
 * @returns undefined for a worker that has no part
 */
export function narrowed({ index, count }: Slice, places: number): Slice | undefined {
  const most = Math.min(count, places);
  return index < most ? { index, count: most } : undefined;
}
