import type { RingReader } from '../record/ring-reader.ts';

/**
 * Samples as columns: entry `i` of each array belongs to sample `i`, in time order.
 * Times are CLOCK_MONOTONIC nanoseconds. Rows of one tick share a timestamp.
 */
export interface SampleBatch {
  readonly count: number;
  readonly timeNs: Float64Array;
  /** Time from the deadline to the sample. */
  readonly latenessNs: Float64Array;
  readonly pid: Int32Array;
  /** RSS. */
  readonly rssBytes: Float64Array;
  /** Resident pages of files and shared memory; the rest is anonymous. */
  readonly sharedBytes: Float64Array;
  /**
   * CPU time of all threads since the process began; NaN when the system does not report it and, in a tree, when it was not the
   * process's turn: each has one within 50 ms.
   */
  readonly cpuNs: Float64Array;
  /** JavaScript heap in use, in rows of this process if requested; NaN in all others. */
  readonly heapUsedBytes: Float64Array;
}

/** Takes all samples from the ring. */
export function takeSamples(ring: RingReader): SampleBatch {
  const count = ring.available();
  const batch = {
    count,
    timeNs: new Float64Array(count),
    latenessNs: new Float64Array(count),
    pid: new Int32Array(count),
    rssBytes: new Float64Array(count),
    sharedBytes: new Float64Array(count),
    cpuNs: new Float64Array(count),
    heapUsedBytes: new Float64Array(count),
  };
  const { words, halfWords } = ring;
  for (let index = 0; index < count; index++) {
    const { word, halfWord } = ring.position(index);
    batch.timeNs[index] = words[word] ?? Number.NaN;
    batch.latenessNs[index] = words[word + 1] ?? Number.NaN;
    batch.pid[index] = halfWords[halfWord + 4] ?? 0;
    batch.rssBytes[index] = words[word + 3] ?? Number.NaN;
    batch.sharedBytes[index] = words[word + 4] ?? Number.NaN;
    batch.cpuNs[index] = words[word + 5] ?? Number.NaN;
    batch.heapUsedBytes[index] = words[word + 6] ?? Number.NaN;
  }
  ring.release(count);
  return batch;
}
