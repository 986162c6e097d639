import { Float64, Int32, Int64, Schema, makeData, type Field } from 'apache-arrow';
import { ArrowFileWriter } from './arrow-file.ts';
import type { PieceMemory } from './arrow-pieces.ts';
import { withArrowFile, type ArrowFile } from './arrow-reader.ts';
import { mapped } from './mapped.ts';
import { field, float64Column, int64Column, NumberReader } from '../columns/arrow-columns.ts';
import { NarrowColumn } from '../columns/narrow-column.ts';
import { SampleBatch } from '../columns/sample-batch.ts';
import { SAMPLE_COLUMNS, samplesFrom, type SampleColumns } from '../columns/sample-columns.ts';

const SAMPLES_SCHEMA_VERSION = '2';

/** Schema of samples.arrows; units are in the metadata of each field. Times are whole nanoseconds. */
export function samplesSchema(): Schema {
  const fields: Field[] = [
    field('pid', new Int32(), 'pid', 'process of the row'),
    ...SAMPLE_COLUMNS.map(({ name, unit, description }) =>
      field(name, unit === 'ns' ? new Int64() : new Float64(), unit, description),
    ),
  ];
  return new Schema(fields, new Map([['loadcell.samples', SAMPLES_SCHEMA_VERSION]]));
}

/** Rows that make a batch: one second at the default rate. */
const ROWS_PER_BATCH = 1000;

/** Writes the samples stream. Rows reach the disk at the latest a batch later, or at `flush()`. */
export class SamplesFileWriter {
  readonly #file: ArrowFileWriter;
  #pending: SampleBatch | undefined;

  constructor(path: string) {
    this.#file = new ArrowFileWriter(path, samplesSchema());
  }

  /** Appends samples, or those from one to before another. */
  append(samples: SampleColumns, from = 0, to = samples.count): void {
    for (let row = from; row < to;) {
      this.#pending ??= new SampleBatch(ROWS_PER_BATCH);
      row += this.#pending.append(samples, row, to);
      if (this.#pending.isFull) this.flush();
    }
  }

  flush(): void {
    if (this.#pending === undefined) return;
    const rows = this.#pending.samples();
    // The file writes from its columns later, so the next batch has others.
    this.#pending = undefined;
    const columns = SAMPLE_COLUMNS.map(({ name, unit }) =>
      unit === 'ns' ? int64Column(rows[name]) : float64Column(rows[name]),
    );
    this.#file.append([makeData({ type: new Int32(), data: rows.pid }), ...columns], rows.count);
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

/** Reads the samples stream of a run, up to the last complete batch: its columns, without the survey. */
export async function readSamplesFile(path: string): Promise<SampleColumns> {
  return await withArrowFile(path, ({ rows, batches }) => {
    const pid = new Int32Array(rows);
    const timeNs = new Float64Array(rows);
    const columns = {
      latenessNs: new NarrowColumn(rows),
      rssBytes: new NarrowColumn(rows),
      sharedBytes: new NarrowColumn(rows),
      cpuNs: new NarrowColumn(rows),
      heapUsedBytes: new NarrowColumn(rows),
    };
    const reader = new NumberReader();
    let count = 0;
    for (const batch of batches()) {
      pid.set(reader.numbersOf(batch, 'pid'), count);
      timeNs.set(reader.numbersOf(batch, 'timeNs'), count);
      for (const [name, column] of Object.entries(columns))
        column.append(reader.numbersOf(batch, name));
      count += batch.numRows;
    }
    return {
      count,
      pid,
      timeNs,
      latenessNs: columns.latenessNs.values(),
      rssBytes: columns.rssBytes.values(),
      sharedBytes: columns.sharedBytes.values(),
      cpuNs: columns.cpuNs.values(),
      heapUsedBytes: columns.heapUsedBytes.values(),
    };
  });
}

/** The samples of an open stream, some at a time: memory does not grow with their number. */
export function sampleBatchesOf(
  { pieces }: ArrowFile,
  memory: PieceMemory,
): IterableIterator<SampleColumns> {
  const { reader } = memory;
  return mapped(pieces(memory), (batch) => {
    const pid = Int32Array.from(reader.numbersOf(batch, 'pid'));
    return samplesFrom(batch.numRows, pid, (name) => reader.numbersOf(batch, name).slice());
  });
}
