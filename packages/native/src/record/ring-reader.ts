/** Bytes of one record; `native/src/probe/record.h` has the layout. */
export const RECORD_BYTES = 64;

const HEADER_BYTES = 256;
const HEAD_OFFSET_BYTES = 64;
const TAIL_OFFSET_BYTES = 128;
const FLAG_OFFSET_BYTES = 192;
/** The native side aligns the ring to a cache line; the buffer may begin elsewhere. */
const ALIGNMENT_BYTES = 64;

const WORDS = RECORD_BYTES / 8;
const HALF_WORDS = RECORD_BYTES / 4;

/** Bytes of shared memory for a ring with `slots` slots. */
export function ringBytes(slots: number): number {
  return HEADER_BYTES + slots * RECORD_BYTES + ALIGNMENT_BYTES;
}

/** Position of a record: indexes into {@link RingReader.words} and {@link RingReader.halfWords}. */
export interface RecordPosition {
  readonly word: number;
  readonly halfWord: number;
}

/**
 * Reader of a ring that a native thread writes. One reader per ring: records are read once.
 * A record is eight doubles; the third holds the PID and the kind.
 */
export class RingReader {
  /** The slots as doubles. */
  readonly words: Float64Array;
  /** The same slots as 32-bit integers. */
  readonly halfWords: Int32Array;
  readonly #head: BigUint64Array;
  readonly #tail: BigUint64Array;
  readonly #flag: Int32Array;
  readonly #slots: number;
  #read = 0;
  /** Slot of the oldest unread record: a small integer, unlike the count, whose remainder is slow. */
  #firstSlot = 0;

  /** @param offsetBytes offset of the ring in the buffer */
  constructor(memory: SharedArrayBuffer, offsetBytes: number, slots: number) {
    this.#head = new BigUint64Array(memory, offsetBytes + HEAD_OFFSET_BYTES, 1);
    this.#tail = new BigUint64Array(memory, offsetBytes + TAIL_OFFSET_BYTES, 1);
    this.#flag = new Int32Array(memory, offsetBytes + FLAG_OFFSET_BYTES, 1);
    this.words = new Float64Array(memory, offsetBytes + HEADER_BYTES, slots * WORDS);
    this.halfWords = new Int32Array(memory, offsetBytes + HEADER_BYTES, slots * HALF_WORDS);
    this.#slots = slots;
  }

  /** Number of unread records. */
  available(): number {
    return Number(Atomics.load(this.#head, 0)) - this.#read;
  }

  /** Position of unread record `index`; 0 is the oldest. */
  position(index: number): RecordPosition {
    const slot = (this.#firstSlot + index) % this.#slots;
    return { word: slot * WORDS, halfWord: slot * HALF_WORDS };
  }

  /** Kind of the record at this half word; see `native/src/probe/record.h`. */
  kindAt(halfWord: number): number {
    return (this.halfWords[halfWord + 5] ?? 0) & 0xffff;
  }

  /** Which of several instances the record is about. */
  sourceAt(halfWord: number): number {
    return (this.halfWords[halfWord + 5] ?? 0) >>> 16;
  }

  /** A word that the writer raises for the reader to see immediately. */
  flag(): number {
    return Atomics.load(this.#flag, 0);
  }

  /** Releases the oldest `count` records to the writer. */
  release(count: number): void {
    this.#read += count;
    this.#firstSlot = this.#read % this.#slots;
    Atomics.store(this.#tail, 0, BigInt(this.#read));
  }
}
