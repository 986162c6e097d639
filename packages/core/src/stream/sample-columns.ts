/**
 * Samples as columns: entry `i` of each array belongs to sample `i`, in order of time.
 * Stamps are CLOCK_MONOTONIC nanoseconds held in doubles: exact to 1 ns until 104 days of uptime, to 8 ns for 2 years.
 */
export interface SampleColumns {
  readonly count: number;
  /** When the sample was taken. */
  readonly timeNs: Float64Array;
  /** How long after its deadline the sample was taken. */
  readonly latenessNs: Float64Array;
  /** Process the row is about. */
  readonly pid: Int32Array;
  /** Resident bytes. */
  readonly rssBytes: Float64Array;
  /** Resident bytes of files and shared memory; anonymous memory is the rest. */
  readonly sharedBytes: Float64Array;
}

/** Columns of no sample. */
export function emptySamples(): SampleColumns {
  return {
    count: 0,
    timeNs: new Float64Array(0),
    latenessNs: new Float64Array(0),
    pid: new Int32Array(0),
    rssBytes: new Float64Array(0),
    sharedBytes: new Float64Array(0),
  };
}

/** The columns of many batches, one after the other. */
export function concatenateSamples(batches: readonly SampleColumns[]): SampleColumns {
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const timeNs = new Float64Array(count);
  const latenessNs = new Float64Array(count);
  const pid = new Int32Array(count);
  const rssBytes = new Float64Array(count);
  const sharedBytes = new Float64Array(count);
  let offset = 0;
  for (const batch of batches) {
    timeNs.set(batch.timeNs, offset);
    latenessNs.set(batch.latenessNs, offset);
    pid.set(batch.pid, offset);
    rssBytes.set(batch.rssBytes, offset);
    sharedBytes.set(batch.sharedBytes, offset);
    offset += batch.count;
  }
  return { count, timeNs, latenessNs, pid, rssBytes, sharedBytes };
}

/** The samples taken at or after `fromNs` and at or before `toNs`; views, not copies. */
export function samplesBetween(
  samples: SampleColumns,
  fromNs: number,
  toNs: number,
): SampleColumns {
  const first = countWhere(samples.timeNs, (timeNs) => timeNs < fromNs);
  const end = Math.max(
    first,
    countWhere(samples.timeNs, (timeNs) => timeNs <= toNs),
  );
  return {
    count: end - first,
    timeNs: samples.timeNs.subarray(first, end),
    latenessNs: samples.latenessNs.subarray(first, end),
    pid: samples.pid.subarray(first, end),
    rssBytes: samples.rssBytes.subarray(first, end),
    sharedBytes: samples.sharedBytes.subarray(first, end),
  };
}

/** How many stamps of an ascending column hold to a condition that only the first of them hold to. */
function countWhere(timeNs: Float64Array, holds: (timeNs: number) => boolean): number {
  let low = 0;
  let high = timeNs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(timeNs[middle] ?? Infinity)) low = middle + 1;
    else high = middle;
  }
  return low;
}
