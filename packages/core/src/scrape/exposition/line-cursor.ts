const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;
const WORD_END = /[\t ,={}"]/g;

/** Reads one line character by character: a label value may contain any character that ends a token elsewhere. */
export class LineCursor {
  readonly #text: string;
  #at: number;

  constructor(text: string, at = 0) {
    this.#text = text;
    this.#at = at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  skipBlanks(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== SPACE && code !== TAB) return;
      this.#at += 1;
    }
  }

  isAt(character: string): boolean {
    return this.#text[this.#at] === character;
  }

  /** Consumes the character when it is next. */
  take(character: string): boolean {
    if (!this.isAt(character)) return false;
    this.#at += 1;
    return true;
  }

  /** Consumes text up to the next blank or mark; empty when one is next. */
  word(): string {
    WORD_END.lastIndex = this.#at;
    const end = WORD_END.exec(this.#text)?.index ?? this.#text.length;
    const word = this.#text.slice(this.#at, end);
    this.#at = end;
    return word;
  }

  /** Consumes a name, bare or quoted; undefined without one. */
  name(): string | undefined {
    if (this.isAt('"')) return this.quoted();
    const word = this.word();
    return word === '' ? undefined : word;
  }

  /** Consumes a quoted text and resolves its escapes; undefined without one, or without its end. */
  quoted(): string | undefined {
    if (!this.take('"')) return undefined;
    const from = this.#at;
    for (let at = from; at < this.#text.length; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code === BACKSLASH) return this.#escaped(from, at);
      if (code !== QUOTE) continue;
      this.#at = at + 1;
      return this.#text.slice(from, at);
    }
    return undefined;
  }

  /** The rest of a quoted text from its first backslash. Unknown escapes are kept. */
  #escaped(from: number, firstBackslash: number): string | undefined {
    let resolved = this.#text.slice(from, firstBackslash);
    for (let at = firstBackslash; at < this.#text.length; at += 1) {
      const character = this.#text.charAt(at);
      if (character === '"') {
        this.#at = at + 1;
        return resolved;
      }
      if (character === '\\' && at + 1 < this.#text.length) {
        at += 1;
        const next = this.#text.charAt(at);
        if (next === 'n') resolved += '\n';
        else resolved += next === '"' || next === '\\' ? next : `\\${next}`;
      } else {
        resolved += character;
      }
    }
    return undefined;
  }
}
