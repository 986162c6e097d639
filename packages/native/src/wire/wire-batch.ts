import type { RingReader } from '../record/ring-reader.ts';
import type { ArenaReader } from './byte-arena.ts';

/**
 * Kinds of rows, by number in `native/src/wire/request/event_record.h`. Every staged request ends in exactly one row of `end`,
 * `failed` or `dropped`, which has all its timestamps; a `sent` row may be dropped when the ring is full.
 */
export const WIRE_EVENT = {
  sent: 1,
  head: 2,
  body: 3,
  end: 4,
  failed: 5,
  dropped: 6,
  departed: 7,
} as const;

/** Bits of {@link WireBatch.flags}. */
export const WIRE_FLAG = {
  /** A connection was opened for the request while the clock ran. */
  newConnection: 1,
  /** Reading was paused because rows were not drained: timestamps of reads are late by at most `readDelayNs`. */
  readDelayed: 2,
  /** The server closed the connection before any byte of a response: the request was sent again on a new one. */
  resent: 4,
  /** A read of the response has no timestamp of the kernel. */
  threadStamped: 8,
  /** The request may leave in parts: without a `departed` row, the time when it had left is unknown. */
  long: 16,
} as const;

/** In {@link WireBatch.endpoint}: the request was for any endpoint and ended before one was chosen. */
export const NO_ENDPOINT = 63;

/**
 * Rows as columns: entry `i` of each array belongs to row `i`, in write order. Timestamps are CLOCK_MONOTONIC nanoseconds; `NaN`
 * when the event never happened or the kind has none. The next drain reuses the columns, so that draining creates no garbage:
 * copy what you keep. `bytes` is not reused.
 */
export interface WireBatch {
  readonly count: number;
  /** One of {@link WIRE_EVENT}. */
  readonly kind: Uint8Array;
  readonly requestId: Float64Array;
  /**
   * `sent`: just before the first byte was passed to the socket. `head`, `body`: when the last segment of the read arrived, by
   * the kernel; without its timestamp, when the read returned. `departed`: when the last byte left this machine, by the kernel;
   * the last such row counts. Other kinds: the end.
   */
  readonly atNs: Float64Array;
  readonly flags: Uint8Array;
  /** HTTP status, 0 until it arrives. */
  readonly status: Uint16Array;
  /** Index of the endpoint; {@link NO_ENDPOINT} where none was chosen. */
  readonly endpoint: Uint8Array;
  /** `failed` rows: see `wireFailureOf` and `describeWireFailure`. */
  readonly failure: Uint8Array;
  /** `end` rows: segments of the response that arrived before an earlier one. */
  readonly detail: Uint16Array;
  /** Last rows: segments sent again during the request; at most 255. */
  readonly retransmits: Uint8Array;
  /** `head` and `body` rows: range in `bytes`. A head is from the status line to the empty line. */
  readonly byteStart: Float64Array;
  readonly byteEnd: Float64Array;
  /** `head` and `body` rows: maximum time that the bytes waited because reading was paused; mostly 0. */
  readonly readDelayNs: Float64Array;
  /** `head` and `body` rows: when the read returned, and the time after which all its bytes arrived. */
  readonly readNs: Float64Array;
  readonly afterNs: Float64Array;
  /**
   * `head` and `body` rows: the longest time that the bytes waited for the thread, to 10 µs; `Infinity` where it is not known, as
   * after the process was stopped.
   */
  readonly longestWaitNs: Float64Array;
  // `sent`, `end`, `failed` and `dropped` rows:
  readonly scheduledNs: Float64Array;
  readonly sentNs: Float64Array;
  /** Only if a connection was opened for the request. */
  readonly connectedNs: Float64Array;
  readonly firstByteNs: Float64Array;
  readonly bodyBytes: Float64Array;
  /** `sent` rows: shortest round trip of the connection so far, by the kernel. */
  readonly leastRoundTripNs: Float64Array;
  /** All bytes that the rows refer to; the view may begin inside its buffer. */
  readonly bytes: Uint8Array;
}

function allocate(capacity: number) {
  return {
    kind: new Uint8Array(capacity),
    requestId: new Float64Array(capacity),
    atNs: new Float64Array(capacity),
    flags: new Uint8Array(capacity),
    status: new Uint16Array(capacity),
    endpoint: new Uint8Array(capacity),
    failure: new Uint8Array(capacity),
    detail: new Uint16Array(capacity),
    retransmits: new Uint8Array(capacity),
    byteStart: new Float64Array(capacity),
    byteEnd: new Float64Array(capacity),
    readDelayNs: new Float64Array(capacity),
    readNs: new Float64Array(capacity),
    afterNs: new Float64Array(capacity),
    longestWaitNs: new Float64Array(capacity),
    scheduledNs: new Float64Array(capacity),
    sentNs: new Float64Array(capacity),
    connectedNs: new Float64Array(capacity),
    firstByteNs: new Float64Array(capacity),
    bodyBytes: new Float64Array(capacity),
    leastRoundTripNs: new Float64Array(capacity),
  };
}

type Columns = ReturnType<typeof allocate>;

/** The first entries of every column. */
function firstOf(columns: Columns, count: number): Columns {
  return {
    kind: columns.kind.subarray(0, count),
    requestId: columns.requestId.subarray(0, count),
    atNs: columns.atNs.subarray(0, count),
    flags: columns.flags.subarray(0, count),
    status: columns.status.subarray(0, count),
    endpoint: columns.endpoint.subarray(0, count),
    failure: columns.failure.subarray(0, count),
    detail: columns.detail.subarray(0, count),
    retransmits: columns.retransmits.subarray(0, count),
    byteStart: columns.byteStart.subarray(0, count),
    byteEnd: columns.byteEnd.subarray(0, count),
    readDelayNs: columns.readDelayNs.subarray(0, count),
    readNs: columns.readNs.subarray(0, count),
    afterNs: columns.afterNs.subarray(0, count),
    longestWaitNs: columns.longestWaitNs.subarray(0, count),
    scheduledNs: columns.scheduledNs.subarray(0, count),
    sentNs: columns.sentNs.subarray(0, count),
    connectedNs: columns.connectedNs.subarray(0, count),
    firstByteNs: columns.firstByteNs.subarray(0, count),
    bodyBytes: columns.bodyBytes.subarray(0, count),
    leastRoundTripNs: columns.leastRoundTripNs.subarray(0, count),
  };
}

/** The result of most drains, shared to cost nothing. */
const NOTHING: WireBatch = { count: 0, ...allocate(0), bytes: new Uint8Array() };

const LEAST_CAPACITY = 1024;

/** `kBriefNs` of `native/src/wire/request/event_record.h`, and the brief of any longer time. */
const BRIEF_NS = 10_000;
const LONGER = 0xffff;

/** Takes rows from a ring and their bytes from the arena. Reuses its columns, which grow as needed. */
export class WireBatchReader {
  readonly #ring: RingReader;
  readonly #arena: ArenaReader;
  #columns = allocate(0);

  constructor(ring: RingReader, arena: ArenaReader) {
    this.#ring = ring;
    this.#arena = arena;
  }

  /** Takes all rows. */
  take(): WireBatch {
    const count = this.#ring.available();
    if (count === 0) return NOTHING;
    if (count > this.#columns.kind.length) {
      this.#columns = allocate(Math.max(LEAST_CAPACITY, 2 ** Math.ceil(Math.log2(count))));
    }
    const columns = firstOf(this.#columns, count);
    const end = fill(columns, this.#ring, this.#arena.position);
    // Copy the bytes before releasing the rows: until then the writer reuses neither.
    const bytes = this.#arena.takeUntil(end);
    this.#ring.release(count);
    return { count, ...columns, bytes };
  }
}

/** Reads one row per entry of the columns. @returns the arena position after the last of their bytes */
function fill(columns: Columns, ring: RingReader, basePosition: number): number {
  // Read from their objects once: this loop is most of the JavaScript cost of a fast run.
  const { words, halfWords } = ring;
  const { kind, requestId, atNs, flags, status, endpoint, failure, retransmits, detail } = columns;
  const { byteStart, byteEnd, readDelayNs, readNs, afterNs, longestWaitNs } = columns;
  const { scheduledNs, sentNs, connectedNs, firstByteNs, bodyBytes, leastRoundTripNs } = columns;
  const count = kind.length;
  let end = basePosition;
  for (let index = 0; index < count; index++) {
    const { word, halfWord } = ring.position(index);
    const kindFlagsStatus = halfWords[halfWord + 4] ?? 0;
    const failureDetail = halfWords[halfWord + 5] ?? 0;
    const kindOfRow = kindFlagsStatus & 0xff;
    kind[index] = kindOfRow;
    flags[index] = (kindFlagsStatus >>> 8) & 0xff;
    status[index] = (kindFlagsStatus >>> 16) & 0x3ff;
    endpoint[index] = kindFlagsStatus >>> 26;
    failure[index] = failureDetail & 0xff;
    retransmits[index] = (failureDetail >>> 8) & 0xff;
    const detailOfRow = failureDetail >>> 16;
    detail[index] = detailOfRow;
    atNs[index] = words[word] ?? Number.NaN;
    requestId[index] = words[word + 1] ?? Number.NaN;
    const first = words[word + 3] ?? Number.NaN;
    const second = words[word + 4] ?? Number.NaN;
    const third = words[word + 5] ?? Number.NaN;
    const fourth = words[word + 6] ?? Number.NaN;
    const fifth = words[word + 7] ?? Number.NaN;
    if (kindOfRow === WIRE_EVENT.head || kindOfRow === WIRE_EVENT.body) {
      end = first + second;
      byteStart[index] = first - basePosition;
      byteEnd[index] = end - basePosition;
      readDelayNs[index] = third;
      readNs[index] = fourth;
      afterNs[index] = fifth;
      longestWaitNs[index] = detailOfRow === LONGER ? Infinity : detailOfRow * BRIEF_NS;
      scheduledNs[index] = Number.NaN;
      sentNs[index] = Number.NaN;
      connectedNs[index] = Number.NaN;
      firstByteNs[index] = Number.NaN;
      bodyBytes[index] = Number.NaN;
      leastRoundTripNs[index] = Number.NaN;
    } else {
      byteStart[index] = 0;
      byteEnd[index] = 0;
      readDelayNs[index] = 0;
      readNs[index] = Number.NaN;
      afterNs[index] = Number.NaN;
      longestWaitNs[index] = Number.NaN;
      scheduledNs[index] = first;
      sentNs[index] = second;
      connectedNs[index] = third;
      const isSent = kindOfRow === WIRE_EVENT.sent;
      firstByteNs[index] = isSent ? Number.NaN : fourth;
      bodyBytes[index] = fifth;
      leastRoundTripNs[index] = isSent ? fourth : Number.NaN;
    }
  }
  return end;
}
