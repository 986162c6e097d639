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
} as const;

/**
 * Rows as columns: entry `i` of each array belongs to row `i`, in the order in which they were written. Stamps are
 * CLOCK_MONOTONIC nanoseconds, `NaN` where a request never got there and where a row of that kind has none.
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
  readonly intendedNs: Float64Array;
  readonly sentNs: Float64Array;
  /** Only where a connection was opened for the request. */
  readonly connectedNs: Float64Array;
  readonly firstByteNs: Float64Array;
  readonly bodyBytes: Float64Array;
  /** All bytes that the rows refer to. */
  readonly bytes: Uint8Array;
}

function allocate(count: number) {
  return {
    count,
    kind: new Uint8Array(count),
    requestId: new Float64Array(count),
    atNs: new Float64Array(count),
    flags: new Uint8Array(count),
    status: new Uint16Array(count),
    failure: new Uint8Array(count),
    detail: new Uint16Array(count),
    byteStart: new Float64Array(count),
    byteEnd: new Float64Array(count),
    readDelayNs: new Float64Array(count),
    intendedNs: new Float64Array(count),
    sentNs: new Float64Array(count),
    connectedNs: new Float64Array(count),
    firstByteNs: new Float64Array(count),
    bodyBytes: new Float64Array(count),
  };
}

/** What a drain mostly finds: it costs nothing. */
const NOTHING: WireBatch = { ...allocate(0), bytes: new Uint8Array() };

/** Takes everything that is on the ring, and the bytes that belong to it. */
export function takeEvents(ring: RingReader, arena: ArenaReader): WireBatch {
  const count = ring.available();
  if (count === 0) return NOTHING;
  const columns = allocate(count);
  const { words, halfWords } = ring;
  const base = arena.position;
  let end = base;
  for (let index = 0; index < count; index++) {
    const { word, halfWord } = ring.position(index);
    const kindFlagsStatus = halfWords[halfWord + 4] ?? 0;
    const failureDetail = halfWords[halfWord + 5] ?? 0;
    const kind = kindFlagsStatus & 0xff;
    columns.kind[index] = kind;
    columns.flags[index] = (kindFlagsStatus >>> 8) & 0xff;
    columns.status[index] = kindFlagsStatus >>> 16;
    columns.failure[index] = failureDetail & 0xff;
    columns.detail[index] = failureDetail >>> 16;
    columns.atNs[index] = words[word] ?? Number.NaN;
    columns.requestId[index] = words[word + 1] ?? Number.NaN;
    const isOfBytes = kind === WIRE_EVENT.head || kind === WIRE_EVENT.body;
    const first = words[word + 3] ?? Number.NaN;
    const second = words[word + 4] ?? Number.NaN;
    if (isOfBytes) {
      end = first + second;
      columns.byteStart[index] = first - base;
      columns.byteEnd[index] = end - base;
      columns.readDelayNs[index] = words[word + 5] ?? Number.NaN;
    }
    columns.intendedNs[index] = isOfBytes ? Number.NaN : first;
    columns.sentNs[index] = isOfBytes ? Number.NaN : second;
    columns.connectedNs[index] = isOfBytes ? Number.NaN : (words[word + 5] ?? Number.NaN);
    columns.firstByteNs[index] = isOfBytes ? Number.NaN : (words[word + 6] ?? Number.NaN);
    columns.bodyBytes[index] = isOfBytes ? Number.NaN : (words[word + 7] ?? Number.NaN);
  }
  // The bytes are copied before their rows are given back: the writer may use neither again until then.
  const bytes = arena.takeUntil(end);
  ring.release(count);
  return { ...columns, bytes };
}
