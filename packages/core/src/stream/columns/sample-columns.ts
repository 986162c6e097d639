import type { NumberColumn } from './number-column.ts';

/** A column of the samples that holds numbers, with what it means. The schema of samples.arrows is made from this. */
export interface SampleColumn {
  readonly name: keyof Omit<SampleColumns, 'count' | 'pid'>;
  readonly unit: 'ns' | 'bytes';
  readonly description: string;
}

/** Every column of the samples but the pid. A new column is a field of {@link SampleColumns} and a line here. */
export const SAMPLE_COLUMNS: readonly SampleColumn[] = [
  { name: 'timeNs', unit: 'ns', description: 'time of the sample, CLOCK_MONOTONIC' },
  { name: 'latenessNs', unit: 'ns', description: 'delay of the sample after its deadline' },
  { name: 'rssBytes', unit: 'bytes', description: 'resident memory (RSS)' },
  { name: 'sharedBytes', unit: 'bytes', description: 'resident memory of files and shared memory' },
  { name: 'cpuNs', unit: 'ns', description: 'CPU time of all threads since the process began' },
  {
    name: 'heapUsedBytes',
    unit: 'bytes',
    description: 'V8 heap in use, of a process that reports it',
  },
];

/**
 * Samples as columns: entry `i` of each array belongs to sample `i`, in order of time; rows of one tick share a timestamp.
 * Timestamps are CLOCK_MONOTONIC nanoseconds in doubles: exact to 1 ns until 104 days of uptime, to 8 ns for 2 years.
 * Unreadable values are `NaN`; a column without readings may be empty.
 */
export interface SampleColumns {
  readonly count: number;
  /** When the sample was taken. */
  readonly timeNs: Float64Array;
  /** Delay of the sample after its deadline. */
  readonly latenessNs: NumberColumn;
  /** Process of the row. */
  readonly pid: Int32Array;
  /** Resident bytes. */
  readonly rssBytes: NumberColumn;
  /** Resident bytes of files and shared memory; anonymous memory is the rest. */
  readonly sharedBytes: NumberColumn;
  /** CPU time of all threads since the process began. */
  readonly cpuNs: NumberColumn;
  /** V8 heap in use; only of a process that reports it. */
  readonly heapUsedBytes: NumberColumn;
}

/** Samples from their columns. */
export function samplesFrom(
  count: number,
  pid: Int32Array,
  column: (name: SampleColumn['name']) => Float64Array,
): SampleColumns {
  return {
    count,
    pid,
    timeNs: column('timeNs'),
    latenessNs: column('latenessNs'),
    rssBytes: column('rssBytes'),
    sharedBytes: column('sharedBytes'),
    cpuNs: column('cpuNs'),
    heapUsedBytes: column('heapUsedBytes'),
  };
}

/** Columns without samples. */
export function emptySamples(): SampleColumns {
  return samplesFrom(0, new Int32Array(0), () => new Float64Array(0));
}

/** The columns of many batches, one after the other. */
export function concatenateSamples(batches: readonly SampleColumns[]): SampleColumns {
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const pid = new Int32Array(count);
  let offset = 0;
  for (const batch of batches) {
    pid.set(batch.pid, offset);
    offset += batch.count;
  }
  return samplesFrom(count, pid, (name) => concatenated(batches, name, count));
}

function concatenated(
  batches: readonly SampleColumns[],
  name: SampleColumn['name'],
  count: number,
): Float64Array {
  const whole = new Float64Array(count);
  let offset = 0;
  for (const batch of batches) {
    if (batch[name].length === 0) whole.fill(Number.NaN, offset, offset + batch.count);
    else whole.set(batch[name], offset);
    offset += batch.count;
  }
  return whole;
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
    pid: samples.pid.subarray(first, end),
    timeNs: samples.timeNs.subarray(first, end),
    latenessNs: samples.latenessNs.subarray(first, end),
    rssBytes: samples.rssBytes.subarray(first, end),
    sharedBytes: samples.sharedBytes.subarray(first, end),
    cpuNs: samples.cpuNs.subarray(first, end),
    heapUsedBytes: samples.heapUsedBytes.subarray(first, end),
  };
}

/** Number of leading timestamps of an ascending column that satisfy a monotonic condition. */
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
