import { Buffer } from 'node:buffer';

const LEAST_BYTES = 256;

/** Collects the text of a response, in order. */
export class ResponseText {
  readonly #texts: string[] = [];
  /** ASCII text that is not among the texts yet: a string for each token would be most of their cost. */
  #ascii = Buffer.alloc(0);
  #length = 0;

  push(text: string): void {
    this.#endAscii();
    this.#texts.push(text);
  }

  /** Takes ASCII text. */
  pushAscii(bytes: Uint8Array, from: number, to: number): void {
    const end = this.#length + (to - from);
    if (end > this.#ascii.length) this.#grow(end);
    const ascii = this.#ascii;
    let at = this.#length;
    for (let index = from; index < to; index += 1) {
      ascii[at] = bytes[index] ?? 0;
      at += 1;
    }
    this.#length = end;
  }

  /** The whole text so far. */
  read(): string {
    this.#endAscii();
    return this.#texts.join('');
  }

  #endAscii(): void {
    if (this.#length === 0) return;
    this.#texts.push(this.#ascii.toString('latin1', 0, this.#length));
    this.#length = 0;
  }

  #grow(bytes: number): void {
    const grown = Buffer.alloc(Math.max(LEAST_BYTES, 2 * bytes));
    grown.set(this.#ascii.subarray(0, this.#length));
    this.#ascii = grown;
  }
}
