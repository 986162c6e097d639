import type { NumberColumn } from './number-column.ts';

type NarrowArray = Float32Array | Uint32Array | Float64Array;

interface Kind {
  readonly make: (capacity: number) => NarrowArray;
  readonly holds: (value: number) => boolean;
}

const WIDEST: Kind = {
  make: (capacity) => new Float64Array(capacity),
  holds: () => true,
};

/** Array types of a column, the narrowest first. Memory comes in pages, and 2 ** 24 of them fit a float. */
const KINDS: readonly Kind[] = [
  {
    make: (capacity) => new Float32Array(capacity),
    holds: (value) => Math.fround(value) === value || Number.isNaN(value),
  },
  {
    make: (capacity) => new Uint32Array(capacity),
    holds: (value) => value >>> 0 === value && !Object.is(value, -0),
  },
  WIDEST,
];

/** Gathers a column of known length batch by batch, in the narrowest array that holds every value exactly. */
export class NarrowColumn {
  readonly #capacity: number;
  #kind: Kind = KINDS[0] ?? WIDEST;
  #values: NarrowArray | undefined;
  #count = 0;

  /** @param capacity maximum number of values */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  append(values: Float64Array): void {
    const isUnread = this.#values === undefined && values.every((value) => Number.isNaN(value));
    if (!isUnread) this.#arrayFor(values).set(values, this.#count);
    this.#count += values.length;
  }

  /** The values so far; empty when all are `NaN`. */
  values(): NumberColumn {
    return this.#values?.subarray(0, this.#count) ?? new Float64Array(0);
  }

  /** The array that the values go to: a wider one than before where they need it. */
  #arrayFor(values: Float64Array): NarrowArray {
    this.#values ??= this.#kind.make(this.#capacity).fill(Number.NaN, 0, this.#count);
    if (allHeld(values, this.#kind)) return this.#values;
    const before = this.#values.subarray(0, this.#count);
    this.#kind = KINDS.find((kind) => allHeld(values, kind) && allHeld(before, kind)) ?? WIDEST;
    this.#values = this.#kind.make(this.#capacity);
    this.#values.set(before);
    return this.#values;
  }
}

/** Number of values computed before they are narrowed. */
const PART_VALUES = 8192;

/** A column of computed values, in the narrowest array that holds each exactly. */
export function narrowColumn(count: number, valueAt: (index: number) => number): NumberColumn {
  const column = new NarrowColumn(count);
  const part = new Float64Array(Math.min(count, PART_VALUES));
  for (let from = 0; from < count; from += part.length) {
    const length = Math.min(part.length, count - from);
    for (let index = 0; index < length; index += 1) part[index] = valueAt(from + index);
    column.append(part.subarray(0, length));
  }
  return column.values();
}

function allHeld(values: ArrayLike<number>, { holds }: Kind): boolean {
  for (let index = 0; index < values.length; index += 1) {
    if (!holds(values[index] ?? Number.NaN)) return false;
  }
  return true;
}
