import { Buffer } from 'node:buffer';

/** A longer line or entry is a fault: it is held in memory whole, bytes. */
export const MAX_RECORD_BYTES = 64 * 1024 * 1024;

/** The beginning of a record whose end is in a later block. */
export class HeldBytes {
  readonly #parts: Buffer[] = [];
  #count = 0;
  /** Whether the record is longer than the maximum, so that nothing of it is held. */
  isTooLong = false;

  /** Bytes that are held. */
  get count(): number {
    return this.#count;
  }

  /** Copies the next bytes of the record, whose block may be reused. */
  hold(bytes: Buffer): void {
    if (this.isTooLong) return;
    this.#parts.push(Buffer.from(bytes));
    this.#count += bytes.length;
    if (this.#count <= MAX_RECORD_BYTES) return;
    this.isTooLong = true;
    this.#drop();
  }

  /** The held bytes with those behind them. */
  release(bytes: Buffer = Buffer.alloc(0)): Buffer {
    if (this.#count === 0) return bytes;
    const whole = Buffer.concat([...this.#parts, bytes]);
    this.#drop();
    return whole;
  }

  #drop(): void {
    this.#parts.length = 0;
    this.#count = 0;
  }
}
