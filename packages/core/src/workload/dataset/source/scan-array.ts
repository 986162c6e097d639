import { DamagedSourceError } from './damaged-source.ts';
import { MAX_RECORD_BYTES } from './split-lines.ts';

/** The bytes of an entry of a JSON array, or what lies between entries and does not belong there. */
export interface ArrayEntry {
  readonly bytes: Buffer;
  /** Why the bytes are no entry. */
  readonly fault?: 'cut' | 'too-long' | 'outside';
  /** Why the source ended early, where it did. */
  readonly reason?: string;
}

const LF = 10;
const QUOTE = 34;
const COMMA = 44;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/**
 * Splits a JSON array into its entries without parsing them: a file of one array may be larger than memory. The array is
 * the whole text, or the first array that is a value of the object that is the whole text.
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
  /** Before the array, in it, and behind it. */
  private place: 'before' | 'within' | 'behind' = 'before';
  /** Brackets that are open within an entry, or before the array. */
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  private readonly pending: Buffer[] = [];
  private pendingBytes = 0;
  private isTooLong = false;

  *push(chunk: Buffer): Generator<ArrayEntry, void> {
    let begin = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (this.isInString) {
        this.passString(byte);
        continue;
      }
      if (byte === QUOTE) this.isInString = true;
      else if (this.place === 'within') {
        const isEnd = this.depth === 0 && (byte === COMMA || byte === CLOSE_LIST);
        if (isEnd) {
          yield* this.entry(chunk.subarray(begin, at));
          begin = at + 1;
          if (byte === CLOSE_LIST) this.place = 'behind';
        } else this.weigh(byte);
      } else if (this.place === 'before' && byte === OPEN_LIST && this.depth <= 1) {
        this.place = 'within';
        this.depth = 0;
        begin = at + 1;
        this.drop();
      } else if (this.place === 'before') this.weigh(byte);
    }
    if (this.place === 'before') return;
    this.hold(chunk.subarray(begin));
  }

  *end(reason: string | undefined): Generator<ArrayEntry, void> {
    const fault = this.place === 'behind' ? 'outside' : 'cut';
    if (this.isTooLong) {
      yield { bytes: Buffer.alloc(0), fault: 'too-long' };
      return;
    }
    const bytes = this.release(Buffer.alloc(0));
    const isWhole = this.place === 'behind' && isRemainder(bytes);
    if (!isWhole || reason !== undefined) {
      yield { bytes, fault, ...(reason === undefined ? {} : { reason }) };
    }
  }

  private passString(byte: number | undefined): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    // A line cannot end inside a string: the quote that would close it is damaged.
    else if (byte === QUOTE || byte === LF) this.isInString = false;
  }

  private weigh(byte: number | undefined): void {
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.depth++;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) this.depth = Math.max(0, this.depth - 1);
  }

  private *entry(bytes: Buffer): Generator<ArrayEntry, void> {
    if (this.isTooLong) {
      this.isTooLong = false;
      yield { bytes: Buffer.alloc(0), fault: 'too-long' };
      return;
    }
    const whole = this.release(bytes);
    if (!isBlank(whole)) yield { bytes: whole };
  }

  private hold(bytes: Buffer): void {
    if (this.isTooLong) return;
    this.pending.push(Buffer.from(bytes));
    this.pendingBytes += bytes.length;
    if (this.pendingBytes <= MAX_RECORD_BYTES) return;
    this.isTooLong = true;
    this.drop();
  }

  private release(bytes: Buffer): Buffer {
    if (this.pendingBytes === 0) return bytes;
    const whole = Buffer.concat([...this.pending, bytes]);
    this.drop();
    return whole;
  }

  private drop(): void {
    this.pending.length = 0;
    this.pendingBytes = 0;
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 32 || (byte >= 9 && byte <= 13));
}

/** Whether nothing but the end of the enclosing object, and its other values, follows the array. */
function isRemainder(bytes: Buffer): boolean {
  const text = bytes.toString('utf8').trim();
  return text === '' || text === '}' || (text.startsWith(',') && text.endsWith('}'));
}
