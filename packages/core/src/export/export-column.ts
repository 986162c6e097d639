import { DataType, type Field, type RecordBatch, Vector } from 'apache-arrow';
import { LoadcellError } from '../spec/error/errors.ts';

/** The types of columns of the streams. */
export type ColumnType = 'int32' | 'int64' | 'float64' | 'text' | 'int64-list';

/** A value of a column; null where not measured. */
export type Cell = number | bigint | string | null | readonly (bigint | null)[];

/** A column of a stream, as its file describes it. */
export interface ExportColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit: string;
  readonly description: string;
}

function typeOf(field: Field): ColumnType {
  const type: unknown = field.type;
  if (DataType.isInt(type)) return type.bitWidth === 64 ? 'int64' : 'int32';
  if (DataType.isFloat(type)) return 'float64';
  if (DataType.isUtf8(type)) return 'text';
  if (DataType.isList(type)) return 'int64-list';
  throw new LoadcellError(
    'EXPORT',
    `the column "${field.name}" has type ${String(type)}, which this version of Loadcell cannot export`,
  );
}

/** The column of a field of a stream. */
export function describeColumn(field: Field): ExportColumn {
  return {
    name: field.name,
    type: typeOf(field),
    unit: field.metadata.get('unit') ?? '',
    description: field.metadata.get('description') ?? '',
  };
}

function listOf(value: unknown): readonly (bigint | null)[] {
  if (!(value instanceof Vector)) return [];
  return Array.from({ length: value.length }, (_, index) => {
    const item: unknown = value.get(index);
    return typeof item === 'bigint' ? item : null;
  });
}

function cellOf(type: ColumnType, value: unknown): Cell {
  if (type === 'int64-list') return value === null ? null : listOf(value);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string') {
    return value;
  }
  return null;
}

/** The values of a column in a batch. */
export function cellsOf(batch: RecordBatch, { name, type }: ExportColumn): Cell[] {
  const column: Vector | null = batch.getChild(name);
  return Array.from({ length: batch.numRows }, (_, index) => {
    const value: unknown = column?.get(index) ?? null;
    return cellOf(type, value);
  });
}
