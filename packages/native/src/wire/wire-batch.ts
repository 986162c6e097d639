import type { RingReader } from '../ring-reader.ts';
import type { ArenaReader } from './byte-arena.ts';

/**
 * What a row tells, by the numbers of `native/src/wire/event_record.h`. Every staged request ends in exactly one row
 * of `end`, `failed` or `dropped`, which bears all its stamps; a `sent` row may be left out when the ring is full.
 */
export const WIRE_EVENT = {
  sent: 1,
  head: 2,
  body: 3,
  end: 4,
  failed: 5,
  dropped: 6,
} as const;

/** Bits of {@link WireBatch.flags}. */
export const WIRE_FLAG = {
  /** The request had a connection opened for it while the clock ran. */
  newConnection: 1,
  /** Reading was held back because nobody drained: the stamps of what was read are late, by `readDelayNs` at most. */
  readDelayed: 2,
  /** The server had ended the connection that the request was sent on before any byte of a response: it was sent once more on another. */
  resent: 4,
} as const;

/**
 * Rows as columns: entry `i` of each array belongs to row `i`, in the order in which they were written. Stamps are
 * CLOCK_MONOTONIC nanoseconds, `NaN` where a request never got there and where a row of that kind has none. The next
 * drain uses the columns again, so that draining makes no garbage: copy what is to be kept. `bytes` stays as it is.
 */
export interface WireBatch {
  readonly count: number;
  /** One of {@link WIRE_EVENT}. */
  readonly kind: Uint8Array;
  readonly requestId: Float64Array;
  /** `sent`: the first byte was about to be handed to the socket. The others: the read returned, or the end. */
  readonly atNs: Float64Array;
  readonly flags: Uint8Array;
  /** HTTP status, 0 as long as none has come. */
  readonly status: Uint16Array;
  /** Of `failed` rows: see `wireFailureOf` and `describeWireFailure`. */
  readonly failure: Uint8Array;
  readonly detail: Uint16Array;
  /** Of `head` and `body` rows: where in `bytes` theirs are. A head is from the status line to the empty line. */
  readonly byteStart: Float64Array;
  readonly byteEnd: Float64Array;
  /** Of `head` and `body` rows: how long the bytes may have waited because reading was held back; mostly 0. */
  readonly readDelayNs: Float64Array;
  // Of `sent`, `end`, `failed` and `dropped` rows.
  readonly scheduledNs: Float64Array;
  readonly sentNs: Float64Array;
  /** Only where a connection was opened for the request. */
  readonly connectedNs: Float64Array;
  readonly firstByteNs: Float64Array;
  readonly bodyBytes: Float64Array;
  /** All bytes that the rows refer to; a view, which may begin within its buffer. */
  readonly bytes: Uint8Array;
}

function allocate(capacity: number) {
  return {
    kind: new Uint8Array(capacity),
    requestId: new Float64Array(capacity),
    atNs: new Float64Array(capacity),
    flags: new Uint8Array(capacity),
    status: new Uint16Array(capacity),
    failure: new Uint8Array(capacity),
    detail: new Uint16Array(capacity),
    byteStart: new Float64Array(capacity),
    byteEnd: new Float64Array(capacity),
    readDelayNs: new Float64Array(capacity),
    scheduledNs: new Float64Array(capacity),
    sentNs: new Float64Array(capacity),
    connectedNs: new Float64Array(capacity),
    firstByteNs: new Float64Array(capacity),
    bodyBytes: new Float64Array(capacity),
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
    failure: columns.failure.subarray(0, count),
    detail: columns.detail.subarray(0, count),
    byteStart: columns.byteStart.subarray(0, count),
    byteEnd: columns.byteEnd.subarray(0, count),
    readDelayNs: columns.readDelayNs.subarray(0, count),
    scheduledNs: columns.scheduledNs.subarray(0, count),
    sentNs: columns.sentNs.subarray(0, count),
    connectedNs: columns.connectedNs.subarray(0, count),
    firstByteNs: columns.firstByteNs.subarray(0, count),
    bodyBytes: columns.bodyBytes.subarray(0, count),
  };
}

/** What a drain mostly finds: it costs nothing. */
const NOTHING: WireBatch = { count: 0, ...allocate(0), bytes: new Uint8Array() };

const LEAST_CAPACITY = 1024;

/** Takes rows off a ring, and the bytes that belong to them off their arena. Its columns are made once and grow. */
export class WireBatchReader {
  readonly #ring: RingReader;
  readonly #arena: ArenaReader;
  #columns = allocate(0);

  constructor(ring: RingReader, arena: ArenaReader) {
    this.#ring = ring;
    this.#arena = arena;
  }

  /** Takes everything that is there. */
  take(): WireBatch {
    const count = this.#ring.available();
    if (count === 0) return NOTHING;
    if (count > this.#columns.kind.length) {
      this.#columns = allocate(Math.max(LEAST_CAPACITY, 2 ** Math.ceil(Math.log2(count))));
    }
    const columns = firstOf(this.#columns, count);
    const end = fill(columns, this.#ring, this.#arena.position);
    // The bytes are copied before their rows are given back: the writer may use neither again until then.
    const bytes = this.#arena.takeUntil(end);
    this.#ring.release(count);
    return { count, ...columns, bytes };
  }
}

/** Reads as many rows as the columns have entries. @returns the position in the arena after the last of their bytes */
function fill(columns: Columns, ring: RingReader, basePosition: number): number {
  // Taken out of their objects once: this loop is most of what a fast run costs JavaScript.
  const { words, halfWords } = ring;
  const { kind, requestId, atNs, flags, status, failure, detail } = columns;
  const { byteStart, byteEnd, readDelayNs } = columns;
  const { scheduledNs, sentNs, connectedNs, firstByteNs, bodyBytes } = columns;
  const count = kind.length;
  let end = basePosition;
  for (let index = 0; index < count; index++) {
    const { word, halfWord } = ring.position(index);
    const kindFlagsStatus = halfWords[halfWord + 4] ?? 0;
    const failureDetail = halfWords[halfWord + 5] ?? 0;
    const kindOfRow = kindFlagsStatus & 0xff;
    kind[index] = kindOfRow;
    flags[index] = (kindFlagsStatus >>> 8) & 0xff;
    status[index] = kindFlagsStatus >>> 16;
    failure[index] = failureDetail & 0xff;
    detail[index] = failureDetail >>> 16;
    atNs[index] = words[word] ?? Number.NaN;
    requestId[index] = words[word + 1] ?? Number.NaN;
    const first = words[word + 3] ?? Number.NaN;
    const second = words[word + 4] ?? Number.NaN;
    const third = words[word + 5] ?? Number.NaN;
    if (kindOfRow === WIRE_EVENT.head || kindOfRow === WIRE_EVENT.body) {
      end = first + second;
      byteStart[index] = first - basePosition;
      byteEnd[index] = end - basePosition;
      readDelayNs[index] = third;
      scheduledNs[index] = Number.NaN;
      sentNs[index] = Number.NaN;
      connectedNs[index] = Number.NaN;
      firstByteNs[index] = Number.NaN;
      bodyBytes[index] = Number.NaN;
    } else {
      byteStart[index] = 0;
      byteEnd[index] = 0;
      readDelayNs[index] = 0;
      scheduledNs[index] = first;
      sentNs[index] = second;
      connectedNs[index] = third;
      firstByteNs[index] = words[word + 6] ?? Number.NaN;
      bodyBytes[index] = words[word + 7] ?? Number.NaN;
    }
  }
  return end;
}
