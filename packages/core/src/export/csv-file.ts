import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { writeFileAtomically } from '../stream/files/atomic-file.ts';
import { pipeToFile } from '../stream/files/pipe-to-file.ts';
import type { ArrowBatches } from './arrow-batches.ts';
import { cellsOf, type Cell, type ColumnType, type ExportColumn } from './export-column.ts';

/** Names of the types in the W3C standard for CSV. */
const DATATYPES: Readonly<Record<ColumnType, string>> = {
  int32: 'int',
  int64: 'long',
  float64: 'double',
  text: 'string',
  'int64-list': 'long',
};

/** Separates the values in a list cell. */
const LIST_SEPARATOR = ' ';

function textOf(cell: Cell): string {
  if (cell === null) return '';
  // An unmeasured item leaves its place empty.
  return typeof cell === 'object' ? cell.map((item) => item ?? '').join(LIST_SEPARATOR) : `${cell}`;
}

/**
 * Writes a stream as CSV, batch by batch. An unmeasured value is an empty cell.
 * @returns the number of rows
 */
export async function writeCsv(
  path: string,
  columns: readonly ExportColumn[],
  batches: ArrowBatches,
): Promise<number> {
  let rows = 0;
  async function* lines(): AsyncGenerator<string[]> {
    for await (const batch of batches) {
      const texts = columns.map((column) => cellsOf(batch, column).map(textOf));
      for (let row = 0; row < batch.numRows; row += 1) yield texts.map((of) => of[row] ?? '');
      rows += batch.numRows;
    }
  }
  const names = columns.map(({ name }) => name);
  await pipeToFile(path, Readable.from(lines()), stringify({ header: true, columns: names }));
  return rows;
}

/**
 * Writes the units and descriptions of the columns of a CSV file as W3C metadata (`<file>-metadata.json`): CSV itself
 * cannot hold them.
 */
export async function writeCsvMetadata(
  csvPath: string,
  csvName: string,
  columns: readonly ExportColumn[],
): Promise<string> {
  const path = `${csvPath}-metadata.json`;
  const metadata = {
    '@context': 'http://www.w3.org/ns/csvw',
    url: csvName,
    tableSchema: {
      columns: columns.map(({ name, type, unit, description }) => ({
        name,
        titles: name,
        datatype: DATATYPES[type],
        ...(type === 'int64-list' ? { separator: LIST_SEPARATOR } : {}),
        null: '',
        'dc:description': description,
        'schema:unitText': unit,
      })),
    },
  };
  await writeFileAtomically(path, `${JSON.stringify(metadata, null, 2)}\n`);
  return path;
}
