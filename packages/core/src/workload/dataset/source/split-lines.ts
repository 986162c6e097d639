import { isUtf8 } from 'node:buffer';
import { DamagedSourceError } from './damaged-source.ts';
import { HeldBytes, MAX_RECORD_BYTES } from './held-bytes.ts';

/** Explains {@link MAX_RECORD_BYTES}. */
export const TOO_LONG = `longer than ${MAX_RECORD_BYTES / 1024 / 1024} MiB`;

/** One line of a file, without its end. */
export interface SourceLine {
  /** From 1; blank lines count. */
  readonly number: number;
  readonly text: string;
  /** Why its text cannot be used. */
  readonly fault?: string;
}

const LF = 10;

/**
 * Splits UTF-8 into lines. Only LF ends a line, with or without CR before it: U+2028 and the like are legal inside JSON strings.
 * @param chunks may share one buffer
 */
export function* splitLines(chunks: Iterable<Buffer>): Generator<SourceLine, void> {
  const splitter = new LineSplitter();
  try {
    for (const chunk of chunks) yield* splitter.push(chunk);
  } catch (error) {
    if (!(error instanceof DamagedSourceError)) throw error;
    yield splitter.damaged(error.message);
    return;
  }
  yield* splitter.end();
}

class LineSplitter {
  private number = 1;
  private readonly held = new HeldBytes();

  *push(chunk: Buffer): Generator<SourceLine, void> {
    const end = chunk.lastIndexOf(LF) + 1;
    if (end === 0) {
      this.held.hold(chunk);
      return;
    }
    let begin = 0;
    if (this.held.isTooLong) {
      begin = chunk.indexOf(LF) + 1;
      this.held.isTooLong = false;
      yield { number: this.number++, text: '', fault: TOO_LONG };
    }
    if (begin < end) yield* this.linesOf(this.held.release(chunk.subarray(begin, end)));
    if (end < chunk.length) this.held.hold(chunk.subarray(end));
  }

  *end(): Generator<SourceLine, void> {
    if (this.held.isTooLong) yield { number: this.number, text: '', fault: TOO_LONG };
    else if (this.held.count > 0) yield* this.linesOf(this.held.release());
  }

  /** The line at which reading ended. */
  damaged(reason: string): SourceLine {
    const text = this.held.count > 0 ? this.held.release().toString('utf8') : '';
    return { number: this.number, text, fault: reason };
  }

  /** Lines of bytes that end with a line, or with the file. One decoding of many lines is several times faster than one each. */
  private *linesOf(bytes: Buffer): Generator<SourceLine, void> {
    if (!isUtf8(bytes)) {
      yield* this.damagedLinesOf(bytes);
      return;
    }
    const text = bytes.toString('utf8');
    let begin = this.number === 1 && text.startsWith('\uFEFF') ? 1 : 0;
    while (begin < text.length) {
      const found = text.indexOf('\n', begin);
      const end = found === -1 ? text.length : found;
      yield { number: this.number++, text: withoutReturn(text.slice(begin, end)) };
      begin = end + 1;
    }
  }

  private *damagedLinesOf(bytes: Buffer): Generator<SourceLine, void> {
    let begin = 0;
    while (begin < bytes.length) {
      const found = bytes.indexOf(LF, begin);
      const end = found === -1 ? bytes.length : found;
      const line = bytes.subarray(begin, end);
      if (isUtf8(line)) yield* this.linesOf(bytes.subarray(begin, end + 1));
      else yield { number: this.number++, text: line.toString('utf8'), fault: 'not valid UTF-8' };
      begin = end + 1;
    }
  }
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
