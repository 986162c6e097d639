/** Values over time, ascending by time. */
export interface Series {
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly timeNs: Float64Array;
  readonly value: Float64Array;
}

/** Columns of a bucket: when its least and its largest value were read, and both values. */
const LEAST_AT = 0;
const LEAST = 1;
const LARGEST_AT = 2;
const LARGEST = 3;
const COLUMNS = 4;

/**
 * A series of any length in constant memory: buckets of equally many values, of which each keeps its least and its
 * largest, so that no spike disappears. When all are full, neighbours are joined and hold twice as many.
 */
export class BoundedSeries {
  readonly #maxBuckets: number;
  readonly #buckets: Float64Array;
  #used = 0;
  #valuesPerBucket = 1;
  #valuesInLast = 0;

  /** @param maxBuckets even; at most twice as many points are kept */
  constructor(maxBuckets = 2048) {
    this.#maxBuckets = maxBuckets;
    this.#buckets = new Float64Array(maxBuckets * COLUMNS);
  }

  /** Adds a value; values come in order of time. */
  add(atNs: number, value: number): void {
    if (this.#used === 0 || this.#valuesInLast === this.#valuesPerBucket) this.#open(atNs, value);
    const at = (this.#used - 1) * COLUMNS;
    const bucket = this.#buckets.subarray(at, at + COLUMNS);
    if (value < (bucket[LEAST] ?? Number.NaN)) bucket.set([atNs, value], LEAST_AT);
    if (value > (bucket[LARGEST] ?? Number.NaN)) bucket.set([atNs, value], LARGEST_AT);
    this.#valuesInLast += 1;
  }

  /** What is kept: all values while they are few, and every spike when they are many. */
  points(): Series {
    const timeNs: number[] = [];
    const value: number[] = [];
    for (let at = 0; at < this.#used * COLUMNS; at += COLUMNS) {
      const [leastAt = 0, least = 0, largestAt = 0, largest = 0] = this.#buckets.subarray(at);
      const points: [number, number][] =
        leastAt < largestAt
          ? [
              [leastAt, least],
              [largestAt, largest],
            ]
          : [
              [largestAt, largest],
              [leastAt, least],
            ];
      for (const [atNs, point] of leastAt === largestAt ? points.slice(1) : points) {
        timeNs.push(atNs);
        value.push(point);
      }
    }
    return { timeNs: Float64Array.from(timeNs), value: Float64Array.from(value) };
  }

  #open(atNs: number, value: number): void {
    if (this.#used === this.#maxBuckets) {
      this.#joinNeighbours();
      // The last bucket is full: it is two that were.
    }
    this.#buckets.set([atNs, value, atNs, value], this.#used * COLUMNS);
    this.#used += 1;
    this.#valuesInLast = 0;
  }

  #joinNeighbours(): void {
    for (let joined = 0; joined < this.#maxBuckets / 2; joined += 1) {
      const at = 2 * joined * COLUMNS;
      const one = this.#buckets.slice(at, at + COLUMNS);
      const other = this.#buckets.subarray(at + COLUMNS, at + 2 * COLUMNS);
      if ((other[LEAST] ?? Number.NaN) < (one[LEAST] ?? Number.NaN)) {
        one.set(other.subarray(LEAST_AT, LARGEST_AT), LEAST_AT);
      }
      if ((other[LARGEST] ?? Number.NaN) > (one[LARGEST] ?? Number.NaN)) {
        one.set(other.subarray(LARGEST_AT), LARGEST_AT);
      }
      this.#buckets.set(one, joined * COLUMNS);
    }
    this.#used = this.#maxBuckets / 2;
    this.#valuesPerBucket *= 2;
  }
}
