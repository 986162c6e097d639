import { Float64, Int32, Int64, Schema, Utf8, makeData } from 'apache-arrow';
import { field, float64Column, int64Column, textColumn } from '../columns/arrow-columns.ts';
import { ArrowFileWriter } from './arrow-file.ts';
import type { PieceMemory } from './arrow-pieces.ts';
import { withArrowFile, type ArrowFile } from './arrow-reader.ts';
import { mapped } from './mapped.ts';
import { unitOfColumn, type SurveyStream, type SurveyValue } from '../rows/survey-stream.ts';
import { TextColumn } from '../columns/text-column.ts';
import { SurveyTable } from '../rows/survey-table.ts';

/** Schema of survey.arrows: a row a value, since each kind is read at a rate of its own. */
export function surveySchema(): Schema {
  return new Schema(
    [
      field('timeNs', new Int64(), 'ns', 'time of the reading, CLOCK_MONOTONIC'),
      field('pid', new Int32(), 'pid', 'process of the value; 0 for none'),
      field('source', new Int32(), 'count', 'index of the source, such as a device'),
      field('column', new Utf8(), 'text', 'name of the reading: kind and name'),
      field('unit', new Utf8(), 'text', 'unit of the value'),
      field('value', new Float64(), 'see unit', 'the value; counters count from their start'),
    ],
    new Map([['loadcell.survey', '1']]),
  );
}

/** Rows that make a batch. */
const ROWS_PER_BATCH = 4096;

/** Writes the survey. Rows reach the disk at the latest a batch later, or at `flush()`. */
export class SurveyFileWriter {
  readonly #file: ArrowFileWriter;
  #pending: SurveyValue[] = [];

  constructor(path: string) {
    this.#file = new ArrowFileWriter(path, surveySchema());
  }

  /** Appends values, or those from one to before another. */
  append(values: readonly SurveyValue[], from = 0, to = values.length): void {
    for (let row = from; row < to; row += 1) {
      const value = values[row];
      if (value !== undefined) this.#pending.push(value);
    }
    if (this.#pending.length >= ROWS_PER_BATCH) this.flush();
  }

  flush(): void {
    const rows = this.#pending;
    if (rows.length === 0) return;
    this.#pending = [];
    this.#file.append(
      [
        int64Column(Float64Array.from(rows, (row) => row.timeNs)),
        makeData({ type: new Int32(), data: Int32Array.from(rows, (row) => row.pid) }),
        makeData({ type: new Int32(), data: Int32Array.from(rows, (row) => row.source) }),
        textColumn(rows.map((row) => row.column)),
        textColumn(rows.map((row) => unitOfColumn(row.column))),
        float64Column(Float64Array.from(rows, (row) => row.value)),
      ],
      rows.length,
    );
  }

  /** Waits until the disk has taken most of what was appended. */
  async drained(): Promise<void> {
    await this.#file.drained();
  }

  async close(): Promise<void> {
    this.flush();
    await this.#file.close();
  }
}

/** Reads the survey of a run, up to the last complete batch. */
export async function readSurveyFile(path: string): Promise<SurveyStream> {
  return await withArrowFile(path, ({ rows, batches }) => {
    const table = new SurveyTable(rows);
    for (const batch of batches()) table.append(batch);
    return table.byColumn();
  });
}

/** The values of an open survey, some at a time: memory does not grow with their number. */
export function surveyBatchesOf(
  { pieces }: ArrowFile,
  memory: PieceMemory,
): IterableIterator<SurveyValue[]> {
  const { reader } = memory;
  return mapped(pieces(memory), (batch) => {
    const [timeNs, pid, source, value] = ['timeNs', 'pid', 'source', 'value'].map((name) =>
      reader.numbersOf(batch, name).slice(),
    );
    const column = new TextColumn(batch.numRows, (text) => text);
    column.append(batch, 'column');
    return Array.from({ length: batch.numRows }, (_, row) => ({
      timeNs: timeNs?.[row] ?? Number.NaN,
      pid: pid?.[row] ?? 0,
      source: source?.[row] ?? 0,
      column: column.at(row),
      value: value?.[row] ?? Number.NaN,
    }));
  });
}
