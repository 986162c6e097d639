/** `native/src/wire/request/byte_arena.h` has the layout. */
const HEADER_BYTES = 64;
const ALIGNMENT_BYTES = 64;
const WORD_BYTES = 8;

/** Bytes of shared memory for an arena. */
export function arenaMemoryBytes(capacityBytes: number): number {
  return HEADER_BYTES + capacityBytes + ALIGNMENT_BYTES;
}

/** Reader of a circular byte buffer that a native thread writes. Positions count all bytes since the beginning. */
export class ArenaReader {
  readonly #tail: BigUint64Array;
  readonly #bytes: Uint8Array;
  #read = 0;

  constructor(memory: SharedArrayBuffer, offsetBytes: number, capacityBytes: number) {
    this.#tail = new BigUint64Array(memory, offsetBytes, 1);
    this.#bytes = new Uint8Array(memory, offsetBytes + HEADER_BYTES, capacityBytes);
  }

  /** Position of the oldest unread byte. */
  get position(): number {
    return this.#read;
  }

  /** Copies everything up to a position and releases it to the writer. */
  takeUntil(position: number): Uint8Array {
    const length = position - this.#read;
    const capacity = this.#bytes.length;
    const start = this.#read % capacity;
    // The engine copies shared memory by words only if source and target have the same alignment, else by bytes.
    const skew = start % WORD_BYTES;
    const taken = new Uint8Array(skew + length).subarray(skew);
    const beforeEnd = Math.min(taken.length, capacity - start);
    taken.set(this.#bytes.subarray(start, start + beforeEnd));
    taken.set(this.#bytes.subarray(0, taken.length - beforeEnd), beforeEnd);
    this.#read = position;
    Atomics.store(this.#tail, 0, BigInt(position));
    return taken;
  }
}
