/** Values over time, ascending by time. */
export interface Series {
  /** CLOCK_MONOTONIC nanoseconds. */
  readonly timeNs: Float64Array;
  readonly value: Float64Array;
}

/** Columns of a bucket: times and values of its minimum and maximum. */
const LEAST_AT = 0;
const LEAST = 1;
const LARGEST_AT = 2;
const LARGEST = 3;
const COLUMNS = 4;

/**
 * A series of any length in constant memory: buckets of equally many values keep their minimum and maximum, so that no spike
 * disappears. When all are full, neighbors are joined and hold twice as many.
 */
export class BoundedSeries {
  readonly #maxBuckets: number;
  readonly #buckets: Float64Array;
  #used = 0;
  #valuesPerBucket = 1;
  #valuesInLast = 0;

  /** @param maxBuckets even; the series keeps at most twice as many points */
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

  /** The kept points: all values while they are few, later every spike. */
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
      this.#joinNeighbors();
      // The last bucket is full: it was joined from two.
    }
    this.#buckets.set([atNs, value, atNs, value], this.#used * COLUMNS);
    this.#used += 1;
    this.#valuesInLast = 0;
  }

  #joinNeighbors(): void {
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
