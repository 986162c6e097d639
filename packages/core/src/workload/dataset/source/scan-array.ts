import { DamagedSourceError } from './damaged-source.ts';
import { NextByte } from './next-byte.ts';
import { HeldBytes } from './held-bytes.ts';

/** The bytes of an entry of a JSON array, or what lies between entries and does not belong there. */
export interface ArrayEntry {
  readonly bytes: Buffer;
  /** Why the bytes are no entry. */
  readonly fault?: 'cut' | 'too-long' | 'outside' | 'missing';
  /** Why the source ended early, where it did. */
  readonly reason?: string;
}

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** What a text lacks that ends at a place. */
const FAULT_AT_END = {
  before: 'missing',
  opening: 'missing',
  within: 'cut',
  behind: 'outside',
} as const;

/**
 * Splits a JSON array into its entries without parsing them: a file of one array may be larger than memory. The array is
 * the whole text, or the first array of objects that is a value of the object that is the whole text.
 * @param chunks may share one buffer
 */
export function* scanArray(chunks: Iterable<Buffer>): Generator<ArrayEntry, void> {
  const scanner = new ArrayScanner();
  let reason: string | undefined;
  try {
    for (const chunk of chunks) yield* scanner.push(chunk);
  } catch (error) {
    if (!(error instanceof DamagedSourceError)) throw error;
    reason = error.message;
  }
  yield* scanner.end(reason);
}

class ArrayScanner {
  /** Before the array, behind a bracket that may open it, in it, and behind it. */
  private place: 'before' | 'opening' | 'within' | 'behind' = 'before';
  /** Brackets that are open within an entry, or before the array. */
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  /** Blanks since the line began; negative behind another byte. */
  private blanks = -1;
  /** Blanks before the entries that begin a line. */
  private indent = -1;
  private readonly held = new HeldBytes();
  /** Whether a quote of the entry is lost. */
  private isDamaged = false;
  private readonly quotes = new NextByte(QUOTE);
  private readonly escapes = new NextByte(BACKSLASH);
  private readonly lines = new NextByte(LF);
  /** Bytes of the chunk. */
  private length = 0;

  *push(chunk: Buffer): Generator<ArrayEntry, void> {
    let begin = 0;
    this.length = chunk.length;
    for (const bytes of [this.quotes, this.escapes, this.lines]) bytes.begin(chunk);
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      const isBroken = this.held.isTooLong || this.isDamaged;
      if (isBroken && byte === OPEN_OBJECT && this.isEntryBegin()) {
        yield* this.entry(chunk.subarray(begin, at));
        begin = at;
      }
      if (this.isInString) {
        at = this.endOfString(at);
        continue;
      }
      if (byte === QUOTE) this.isInString = true;
      else if (this.place !== 'within') begin = this.passOutside(byte, at) ?? begin;
      else if (this.depth === 0 && (byte === COMMA || byte === CLOSE_LIST)) {
        yield* this.entry(chunk.subarray(begin, at));
        begin = at + 1;
        if (byte === CLOSE_LIST) this.place = 'behind';
      } else this.weigh(byte);
      this.blanks = this.blanksBehind(byte);
    }
    if (this.place === 'within' || this.place === 'behind') this.held.hold(chunk.subarray(begin));
  }

  *end(reason: string | undefined): Generator<ArrayEntry, void> {
    if (this.held.isTooLong) {
      yield* this.entry(Buffer.alloc(0));
      return;
    }
    const bytes = this.held.release();
    if (this.place === 'behind' && isRemainder(bytes) && reason === undefined) return;
    yield { bytes, fault: FAULT_AT_END[this.place], ...(reason === undefined ? {} : { reason }) };
  }

  /** The index at which the first entry begins, where a byte opens the array. */
  private passOutside(byte: number | undefined, at: number): number | undefined {
    if (this.place === 'behind' || (this.place === 'opening' && this.isBlank(byte)))
      return undefined;
    if (this.place === 'opening') {
      if (byte === OPEN_OBJECT) return this.open(at, 1);
      this.place = 'before';
      this.depth++;
    }
    if (byte === OPEN_LIST && this.depth === 0) return this.open(at + 1, 0);
    if (byte === OPEN_LIST && this.depth === 1) this.place = 'opening';
    else this.weigh(byte);
    return undefined;
  }

  private open(at: number, depth: number): number {
    this.place = 'within';
    this.depth = depth;
    return at;
  }

  /** Whether the line began as entries do, or began at all where none has yet. */
  private isEntryBegin(): boolean {
    return this.indent < 0 ? this.blanks >= 0 : this.blanks === this.indent;
  }

  private blanksBehind(byte: number | undefined): number {
    if (byte === LF) return 0;
    return this.blanks >= 0 && this.isBlank(byte) ? this.blanks + 1 : -1;
  }

  private isBlank(byte: number | undefined): boolean {
    return byte === SPACE || (byte !== undefined && byte >= TAB && byte <= CR);
  }

  /** The index of the byte that ends a string, or the last of the chunk. */
  private endOfString(from: number): number {
    let at = from + (this.isEscaped ? 1 : 0);
    this.isEscaped = false;
    for (;;) {
      const quote = this.quotes.from(at);
      const escape = this.escapes.from(at);
      // A line cannot end inside a string: a quote is damaged.
      const line = this.lines.from(at);
      const end = Math.min(quote, line);
      if (escape >= end) {
        this.isInString = end === this.length;
        this.isDamaged ||= line < quote;
        this.blanks = end === line && line < this.length ? 0 : -1;
        return Math.min(end, this.length - 1);
      }
      at = escape + 2;
      if (at > this.length) {
        this.isEscaped = true;
        return this.length - 1;
      }
    }
  }

  private weigh(byte: number | undefined): void {
    if (byte === OPEN_OBJECT && this.depth === 0 && this.blanks >= 0) this.indent = this.blanks;
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.depth++;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) this.depth = Math.max(0, this.depth - 1);
  }

  /**
   * Ends an entry. A broken one ends where a line begins as entries do: a missing quote must not take the rest of the file
   * along.
   */
  private *entry(bytes: Buffer): Generator<ArrayEntry, void> {
    const { isTooLong } = this.held;
    this.held.isTooLong = false;
    this.isDamaged = false;
    this.depth = 0;
    if (isTooLong) {
      yield { bytes: Buffer.alloc(0), fault: 'too-long' };
      return;
    }
    const whole = this.held.release(bytes);
    if (!isBlank(whole)) yield { bytes: whole };
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === SPACE || (byte >= TAB && byte <= CR));
}

/** Whether nothing but the end of the enclosing object, and its other values, follows the array. */
function isRemainder(bytes: Buffer): boolean {
  const text = bytes.toString('utf8').trim();
  return text === '' || text === '}' || (text.startsWith(',') && text.endsWith('}'));
}
