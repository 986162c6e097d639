import {
  Field,
  Float64,
  Int64,
  type Vector,
  makeData,
  vectorFromArray,
  Utf8,
  type Data,
  type DataType,
  type RecordBatch,
} from 'apache-arrow';
import { LoadcellError } from '../spec/errors.ts';

/** A field of a stream, with its unit and meaning in its metadata. */
export function field(name: string, type: DataType, unit: string, description: string): Field {
  const metadata = new Map([
    ['unit', unit],
    ['description', description],
  ]);
  return new Field(name, type, true, metadata);
}

/** Where a column has no value: nothing where it has all. */
function nullsOf(values: Float64Array): { nullBitmap?: Uint8Array; nullCount?: number } {
  let nullBitmap: Uint8Array | undefined;
  let nullCount = 0;
  for (let index = 0; index < values.length; index += 1) {
    if (!Number.isNaN(values[index])) continue;
    nullBitmap ??= new Uint8Array(Math.ceil(values.length / 64) * 8).fill(0xff);
    clearBit(nullBitmap, index);
    nullCount += 1;
  }
  return nullBitmap === undefined ? {} : { nullBitmap, nullCount };
}

/** A column of whole numbers of 64 bits; `NaN` becomes null. */
export function int64Column(values: Float64Array): Data<Int64> {
  const data = BigInt64Array.from(values, (value) =>
    Number.isNaN(value) ? 0n : BigInt(Math.round(value)),
  );
  return makeData({ type: new Int64(), data, ...nullsOf(values) });
}

/** A column of doubles; `NaN` becomes null. */
export function float64Column(values: Float64Array): Data<Float64> {
  return makeData({ type: new Float64(), data: values, ...nullsOf(values) });
}

function clearBit(bitmap: Uint8Array, index: number): void {
  const byte = index >> 3;
  bitmap[byte] = (bitmap[byte] ?? 0) & ~(1 << (index & 7));
}

/** A column of text. */
export function textColumn(values: readonly string[]): Data {
  const vector = vectorFromArray(values, new Utf8());
  const data = vector.data[0];
  if (data === undefined) throw new LoadcellError('STREAM', 'A column of text came out empty.');
  return data;
}

/** The column of that name. @throws when the batch has none: the file is of another version. */
export function columnOf(batch: RecordBatch, name: string): Vector {
  const column = batch.getChild(name);
  if (column !== null) return column;
  throw new LoadcellError(
    'STREAM',
    `The stream has no column "${name}": it was written by another version of Loadcell. Report it with that version.`,
  );
}

/** The numbers of a column; null becomes `NaN`, 64-bit integers become doubles. */
export function numbersOf(batch: RecordBatch, name: string): Float64Array {
  const column = columnOf(batch, name);
  const numbers = new Float64Array(column.length);
  for (let index = 0; index < column.length; index += 1) {
    const value: unknown = column.get(index);
    numbers[index] = value === null || value === undefined ? Number.NaN : Number(value);
  }
  return numbers;
}

/** The texts of a column; null becomes empty. */
export function textsOf(batch: RecordBatch, name: string): string[] {
  const column = columnOf(batch, name);
  return Array.from({ length: column.length }, (_, index) => {
    const value: unknown = column.get(index);
    return typeof value === 'string' ? value : '';
  });
}
