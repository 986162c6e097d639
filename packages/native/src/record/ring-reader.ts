/** Bytes of one record; `native/src/probe/record.h` has the layout. */
export const RECORD_BYTES = 64;

const HEADER_BYTES = 256;
const HEAD_OFFSET_BYTES = 64;
const TAIL_OFFSET_BYTES = 128;
const FLAG_OFFSET_BYTES = 192;
/** The native side lays the ring on a cache line, which the buffer need not begin on. */
const ALIGNMENT_BYTES = 64;

const WORDS = RECORD_BYTES / 8;
const HALF_WORDS = RECORD_BYTES / 4;

/** Bytes of shared memory for a ring of so many slots. */
export function ringBytes(slots: number): number {
  return HEADER_BYTES + slots * RECORD_BYTES + ALIGNMENT_BYTES;
}

/** Where the fields of one record are: indexes into {@link RingReader.words} and {@link RingReader.halfWords}. */
export interface RecordPosition {
  readonly word: number;
  readonly halfWord: number;
}

/**
 * The reading end of a ring that a native thread writes. One reader to a ring: records are read once.
 * A record is eight doubles, of which the third holds the pid and the kind.
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
  /** The slot of the oldest unread record: a small whole number, unlike the count, which takes a slow remainder. */
  #firstSlot = 0;

  /** @param offsetBytes where in the buffer the native side laid the ring */
  constructor(memory: SharedArrayBuffer, offsetBytes: number, slots: number) {
    this.#head = new BigUint64Array(memory, offsetBytes + HEAD_OFFSET_BYTES, 1);
    this.#tail = new BigUint64Array(memory, offsetBytes + TAIL_OFFSET_BYTES, 1);
    this.#flag = new Int32Array(memory, offsetBytes + FLAG_OFFSET_BYTES, 1);
    this.words = new Float64Array(memory, offsetBytes + HEADER_BYTES, slots * WORDS);
    this.halfWords = new Int32Array(memory, offsetBytes + HEADER_BYTES, slots * HALF_WORDS);
    this.#slots = slots;
  }

  /** Records that can be read now. */
  available(): number {
    return Number(Atomics.load(this.#head, 0)) - this.#read;
  }

  /** Where the record `index` of the unread ones is, 0 being the oldest. */
  position(index: number): RecordPosition {
    const slot = (this.#firstSlot + index) % this.#slots;
    return { word: slot * WORDS, halfWord: slot * HALF_WORDS };
  }

  /** The kind of the record whose half words begin here; `native/src/probe/record.h` numbers them. */
  kindAt(halfWord: number): number {
    return (this.halfWords[halfWord + 5] ?? 0) & 0xffff;
  }

  /** Which of several alike the record is about. */
  sourceAt(halfWord: number): number {
    return (this.halfWords[halfWord + 5] ?? 0) >>> 16;
  }

  /** The word that the writing side raises when something must be seen at once. */
  flag(): number {
    return Atomics.load(this.#flag, 0);
  }

  /** Gives the oldest `count` records back to the writer. */
  release(count: number): void {
    this.#read += count;
    this.#firstSlot = this.#read % this.#slots;
    Atomics.store(this.#tail, 0, BigInt(this.#read));
  }
}
