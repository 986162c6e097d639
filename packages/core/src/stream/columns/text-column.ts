import type { RecordBatch } from 'apache-arrow';
import { LoadcellError } from '../../spec/error/errors.ts';
import { textBytesOf, type TextBytes } from './arrow-columns.ts';

/** Number of texts that codes of one and of two bytes distinguish. */
const BYTE_CODES = 2 ** 8;
const TWO_BYTE_CODES = 2 ** 16;

/** Gathers a column of text of known length batch by batch: each distinct text once, and a code for each row. */
export class TextColumn<Text extends string = string> {
  readonly #parse: (text: string) => Text;
  readonly #texts: Text[] = [];
  readonly #codeOf = new Map<string, number>();
  readonly #isLater: boolean;
  #codes: Uint8Array | Uint16Array | Uint32Array;
  #count = 0;

  /**
   * @param capacity maximum number of rows
   * @param parse checks each distinct text
   * @param isLater whether a file may lack the column: its texts are then empty
   */
  constructor(capacity: number, parse: (text: string) => Text, isLater = false) {
    this.#isLater = isLater;
    this.#codes = new Uint8Array(capacity);
    this.#parse = parse;
  }

  append(batch: RecordBatch, name: string): void {
    if (this.#isLater && batch.getChild(name) === null) {
      this.#codes.fill(this.#codeFor(''), this.#count, this.#count + batch.numRows);
      this.#count += batch.numRows;
      return;
    }
    let code = 0;
    const column = textBytesOf(batch, name);
    for (let row = 0; row < batch.numRows; row += 1) {
      // Most rows repeat the text of the row before, which comparing bytes shows without making a string.
      if (row === 0 || !isRepeated(column, row)) code = this.#codeFor(textAt(column, row));
      this.#codes[this.#count] = code;
      this.#count += 1;
    }
  }

  /** The text of a row. @throws when there is no such row */
  at(row: number): Text {
    const text = this.#texts[this.#codes[row] ?? -1];
    if (text === undefined) throw new LoadcellError('STREAM', `no row ${row}`);
    return text;
  }

  #codeFor(text: string): number {
    const known = this.#codeOf.get(text);
    if (known !== undefined) return known;
    const code = this.#texts.length;
    this.#texts.push(this.#parse(text));
    this.#codeOf.set(text, code);
    if (code === BYTE_CODES) this.#codes = Uint16Array.from(this.#codes);
    if (code === TWO_BYTE_CODES) this.#codes = Uint32Array.from(this.#codes);
    return code;
  }
}

function textAt({ bytes, offsets }: TextBytes, row: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(
    'utf8',
    offsets[row],
    offsets[row + 1],
  );
}

/** Whether a row has the same bytes as the one before it. */
function isRepeated({ bytes, offsets }: TextBytes, row: number): boolean {
  const before = offsets[row - 1] ?? 0;
  const from = offsets[row] ?? 0;
  const length = (offsets[row + 1] ?? 0) - from;
  if (length !== from - before) return false;
  for (let at = 0; at < length; at += 1) {
    if (bytes[from + at] !== bytes[before + at]) return false;
  }
  return true;
}
