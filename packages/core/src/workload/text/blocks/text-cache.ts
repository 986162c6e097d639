/** Texts by id, the longest of each id; the least recently used are dropped once they take too much memory. */
export class TextCache {
  readonly #maxBytes: number;
  readonly #texts = new Map<string, { readonly text: string; readonly words: number }>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes of the texts that it holds; their words are ASCII. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The text of an id with exactly that many words; made, and kept if it is the longest, when there is none. */
  get(id: string, words: number, make: () => string): string {
    const known = this.#texts.get(id);
    if (known?.words === words) {
      this.#texts.delete(id);
      this.#texts.set(id, known);
      return known.text;
    }
    const text = make();
    if (known === undefined || known.words < words) this.#keep(id, { text, words });
    return text;
  }

  #keep(id: string, kept: { readonly text: string; readonly words: number }): void {
    this.#drop(id);
    this.#texts.set(id, kept);
    this.#bytes += kept.text.length;
    for (const oldest of this.#texts.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(id: string): void {
    this.#bytes -= this.#texts.get(id)?.text.length ?? 0;
    this.#texts.delete(id);
  }
}
