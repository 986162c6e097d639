import { Buffer } from 'node:buffer';
import {
  Field,
  Float64,
  Int64,
  type Vector,
  makeData,
  Utf8,
  type Data,
  type DataType,
  type RecordBatch,
} from 'apache-arrow';
import { LoadcellError } from '../../spec/error/errors.ts';
import { OTHER_VERSION_HELP } from '../other-version.ts';

/** A field of a stream, with its unit and meaning in its metadata. */
export function field(name: string, type: DataType, unit: string, description: string): Field {
  const metadata = new Map([
    ['unit', unit],
    ['description', description],
  ]);
  return new Field(name, type, true, metadata);
}

/** Null bitmap of a column; undefined without nulls. */
function nullsOf(values: ArrayLike<number>): { nullBitmap?: Uint8Array; nullCount?: number } {
  let nullBitmap: Uint8Array | undefined;
  let nullCount = 0;
  for (let index = 0; index < values.length; index += 1) {
    if (!Number.isNaN(values[index] ?? Number.NaN)) continue;
    nullBitmap ??= new Uint8Array(Math.ceil(values.length / 64) * 8).fill(0xff);
    clearBit(nullBitmap, index);
    nullCount += 1;
  }
  return nullBitmap === undefined ? {} : { nullBitmap, nullCount };
}

/** What the upper half of a 64-bit integer counts. */
const HIGH = 2 ** 32;

/** A column of whole numbers of 64 bits; `NaN` becomes null. */
export function int64Column(values: ArrayLike<number>): Data<Int64> {
  // By halves: a bigint for each value is an object for each value.
  const halves = new Int32Array(2 * values.length);
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const whole = Math.round(value);
    const high = Math.floor(whole / HIGH);
    halves[2 * index] = whole - high * HIGH;
    halves[2 * index + 1] = high;
  }
  const data = new BigInt64Array(halves.buffer);
  return makeData({ type: new Int64(), data, ...nullsOf(values) });
}

/** A column of doubles; `NaN` becomes null. */
export function float64Column(values: ArrayLike<number>): Data<Float64> {
  const data = values instanceof Float64Array ? values : Float64Array.from(values);
  return makeData({ type: new Float64(), data, ...nullsOf(values) });
}

function clearBit(bitmap: Uint8Array, index: number): void {
  const byte = index >> 3;
  bitmap[byte] = (bitmap[byte] ?? 0) & ~(1 << (index & 7));
}

/** A column of text. */
export function textColumn(values: readonly string[]): Data {
  const valueOffsets = new Int32Array(values.length + 1);
  let last = '';
  let lastBytes = 0;
  let end = 0;
  // The text of a row is mostly that of the row before.
  for (const [index, value] of values.entries()) {
    if (value !== last) lastBytes = Buffer.byteLength(value, 'utf8');
    last = value;
    end += lastBytes;
    valueOffsets[index + 1] = end;
  }
  const joined = Buffer.from(values.join(''), 'utf8');
  // Halves of a character, cut in one row and beginning the next, would become one.
  const isCut = joined.byteLength !== end;
  const data = isCut ? Buffer.concat(values.map((value) => Buffer.from(value, 'utf8'))) : joined;
  return makeData({ type: new Utf8(), data, valueOffsets, length: values.length, nullCount: 0 });
}

/** The column of that name. @throws when the batch has none: the file is of another version. */
export function columnOf(batch: RecordBatch, name: string): Vector {
  const column = batch.getChild(name);
  if (column !== null) return column;
  throw new LoadcellError(
    'STREAM',
    `the recorded data has no column "${name}": another version of Loadcell wrote it.`,
    { help: OTHER_VERSION_HELP },
  );
}

/** Text as it stands in a batch: that of row `i` is from `offsets[i]` to before `offsets[i + 1]`. */
export interface TextBytes {
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
}

/** The text of a column, not decoded. */
export function textBytesOf(batch: RecordBatch, name: string): TextBytes {
  const [data] = columnOf(batch, name).data;
  const bytes: unknown = data?.values;
  const offsets: unknown = data?.valueOffsets;
  if (bytes instanceof Uint8Array && offsets instanceof Int32Array) return { bytes, offsets };
  throw unexpected(name);
}

/** Where the list of each row of a column begins: that of row `i` is from `offsets[i]` to before `offsets[i + 1]`. */
export function listOffsetsOf(batch: RecordBatch, name: string): Int32Array {
  const offsets: unknown = columnOf(batch, name).data[0]?.valueOffsets;
  if (offsets instanceof Int32Array) return offsets;
  throw unexpected(name);
}

/** Reads numbers from batches into one buffer: a run has millions of them, and each is copied right away. */
export class NumberReader {
  #memory = new Float64Array(0);

  /** The numbers of a column, until the next are read; null becomes `NaN`, 64-bit integers become doubles. */
  numbersOf(batch: RecordBatch, name: string): Float64Array {
    const [data] = columnOf(batch, name).data;
    if (data === undefined) throw unexpected(name);
    return this.#read(data, name);
  }

  /** The numbers of an optional column: all `NaN` where the file lacks it. */
  laterNumbersOf(batch: RecordBatch, name: string): Float64Array {
    if (batch.getChild(name) !== null) return this.numbersOf(batch, name);
    return this.#room(batch.numRows).fill(Number.NaN);
  }

  /** The numbers of the lists of a batch, one list after the other, until the next are read. */
  listedOf(batch: RecordBatch, name: string): Float64Array {
    const [data] = columnOf(batch, name).data[0]?.children ?? [];
    if (data === undefined) throw unexpected(name);
    // A piece of a batch has the lists of the whole.
    const offsets = listOffsetsOf(batch, name);
    const [from = 0] = offsets;
    const to = offsets[batch.numRows] ?? from;
    return this.#read(to - from === data.length ? data : data.slice(from, to - from), name);
  }

  #read(data: Data, name: string): Float64Array {
    const { length } = data;
    const numbers = this.#room(length);
    fill(numbers, data.values, name);
    if (data.nullCount === 0) return numbers;
    for (let index = 0; index < length; index += 1) {
      if (!data.getValid(index)) numbers[index] = Number.NaN;
    }
    return numbers;
  }

  #room(length: number): Float64Array {
    if (this.#memory.length < length) this.#memory = new Float64Array(2 * length);
    return this.#memory.subarray(0, length);
  }
}

function fill(numbers: Float64Array, stored: unknown, name: string): void {
  const { length } = numbers;
  if (stored instanceof Float64Array || stored instanceof Int32Array) {
    numbers.set(stored.subarray(0, length));
    return;
  }
  if (!(stored instanceof BigInt64Array)) throw unexpected(name);
  const halves = new Int32Array(stored.buffer, stored.byteOffset, 2 * length);
  for (let index = 0; index < length; index += 1) {
    const low = halves[2 * index] ?? 0;
    numbers[index] = (halves[2 * index + 1] ?? 0) * HIGH + (low >>> 0);
  }
}

function unexpected(name: string): LoadcellError {
  return new LoadcellError(
    'STREAM',
    `column "${name}" of the recorded data has an unexpected type: another version of Loadcell wrote it.`,
    { help: OTHER_VERSION_HELP },
  );
}
