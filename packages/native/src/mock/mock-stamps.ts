import type { RingReader } from '../record/ring-reader.ts';

/**
 * When events were due and when they were sent: entry `i` of each array belongs to one event. Times are CLOCK_MONOTONIC
 * nanoseconds.
 */
export interface MockStamps {
  readonly count: number;
  /** Number of the request, from 1; the `id` of the response is `mock-` and this. */
  readonly request: Float64Array;
  /** Index of the token in its response, from 0. */
  readonly index: Int32Array;
  readonly dueNs: Float64Array;
  /** Just before the send; the event contains the same value as `sent_ns`. */
  readonly sentNs: Float64Array;
  /** Just after the send. */
  readonly handedOverNs: Float64Array;
}

/** Takes all rows from the ring; `native/src/mock/mock_stamp.h` has the layout. */
export function takeStamps(ring: RingReader): MockStamps {
  const count = ring.available();
  const stamps = {
    count,
    request: new Float64Array(count),
    index: new Int32Array(count),
    dueNs: new Float64Array(count),
    sentNs: new Float64Array(count),
    handedOverNs: new Float64Array(count),
  };
  const { words, halfWords } = ring;
  for (let row = 0; row < count; row++) {
    const { word, halfWord } = ring.position(row);
    stamps.dueNs[row] = words[word] ?? Number.NaN;
    stamps.sentNs[row] = words[word + 1] ?? Number.NaN;
    stamps.index[row] = halfWords[halfWord + 4] ?? 0;
    stamps.handedOverNs[row] = words[word + 3] ?? Number.NaN;
    stamps.request[row] = words[word + 4] ?? Number.NaN;
  }
  ring.release(count);
  return stamps;
}
