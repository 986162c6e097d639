/** Keeps the last bytes of a text stream, whatever its length. */
export class OutputTail {
  readonly #limitBytes: number;
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** @param limitBytes maximum bytes kept */
  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  write(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    // Amortized: joins only after twice the limit has accumulated.
    if (this.#bytes > 2 * this.#limitBytes) this.#compact();
  }

  /** The end of the output; a character split by the cut is left out. */
  read(): string {
    this.#compact();
    const kept = this.#chunks[0] ?? Buffer.alloc(0);
    let start = 0;
    while (start < 3 && ((kept[start] ?? 0) & 0xc0) === 0x80) start += 1;
    return kept.toString('utf8', start);
  }

  #compact(): void {
    const all = Buffer.concat(this.#chunks);
    const kept = Buffer.from(all.subarray(Math.max(0, all.length - this.#limitBytes)));
    this.#chunks = [kept];
    this.#bytes = kept.length;
  }
}
