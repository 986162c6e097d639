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
