import { RecordBatchStreamWriter, type Schema } from 'apache-arrow';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { ArrowBatches } from './arrow-batches.ts';
import { cellsOf, type Cell, type ColumnType, type ExportColumn } from './export-column.ts';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** Values per row group: enough to compress well, few enough to keep in memory. */
const VALUES_PER_GROUP = 500_000;

const ELEMENTS: Readonly<Record<Exclude<ColumnType, 'int64-list'>, Partial<SchemaElement>>> = {
  int32: { type: 'INT32' },
  int64: { type: 'INT64' },
  float64: { type: 'DOUBLE' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
};

function elementsOf({ name, type }: ExportColumn): SchemaElement[] {
  const repetition = { name, repetition_type: 'OPTIONAL' } as const;
  if (type !== 'int64-list') return [{ ...repetition, ...ELEMENTS[type] }];
  return [
    { ...repetition, num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'OPTIONAL', type: 'INT64' },
  ];
}

/** Length of the end marker of an Arrow stream, which is not part of the schema. */
const END_OF_STREAM_BYTES = 8;

/** The Arrow schema in the form that Arrow's Parquet readers expect: they pass units on as field metadata. */
async function arrowSchemaText(schema: Schema): Promise<string> {
  const writer = new RecordBatchStreamWriter();
  writer.reset(undefined, schema);
  writer.close();
  const bytes = await writer.toUint8Array();
  return Buffer.from(bytes.subarray(0, bytes.length - END_OF_STREAM_BYTES)).toString('base64');
}

/** Rows of the next row group. */
class RowGroup {
  readonly #columns: readonly { readonly column: ExportColumn; cells: Cell[] }[];
  #values = 0;

  constructor(columns: readonly ExportColumn[]) {
    this.#columns = columns.map((column) => ({ column, cells: [] }));
  }

  get isFull(): boolean {
    return this.#values >= VALUES_PER_GROUP;
  }

  add(batch: Parameters<typeof cellsOf>[0]): void {
    for (const one of this.#columns) {
      for (const cell of cellsOf(batch, one.column)) {
        one.cells.push(cell);
        this.#values += typeof cell === 'object' && cell !== null ? cell.length + 1 : 1;
      }
    }
  }

  /** Takes the rows. @returns an empty list when there are none */
  take(): { name: string; data: Cell[] }[] {
    if (this.#values === 0) return [];
    this.#values = 0;
    return this.#columns.map((one) => {
      const data = one.cells;
      one.cells = [];
      return { name: one.column.name, data };
    });
  }
}

/**
 * Writes a stream as Parquet, one row group at a time. An unmeasured value is null. Units and descriptions are in the
 * file metadata, as the Arrow schema and as plain JSON under `loadcell.columns`.
 * @returns the number of rows
 */
export async function writeParquet(
  path: string,
  columns: readonly ExportColumn[],
  batches: ArrowBatches,
): Promise<number> {
  const root = { name: 'schema', num_children: columns.length };
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: [root, ...columns.flatMap(elementsOf)],
    createdBy: 'loadcell',
    kvMetadata: [
      { key: 'ARROW:schema', value: await arrowSchemaText(batches.schema) },
      { key: 'loadcell.columns', value: JSON.stringify(columns) },
      ...Array.from(batches.schema.metadata, ([key, value]) => ({ key, value })),
    ],
  });
  const group = new RowGroup(columns);
  const write = async (): Promise<void> => {
    const columnData = group.take();
    const rowGroupSize = columnData[0]?.data.length ?? 0;
    if (rowGroupSize > 0) await writer.write({ columnData, rowGroupSize });
  };
  let rows = 0;
  for await (const batch of batches) {
    group.add(batch);
    rows += batch.numRows;
    if (group.isFull) await write();
  }
  await write();
  await writer.finish();
  return rows;
}
