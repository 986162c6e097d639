import {
  Float64,
  Int32,
  Int64,
  Schema,
  makeData,
  type Field,
  type RecordBatch,
} from 'apache-arrow';
import { ArrowFileWriter, readArrowFile } from './arrow-file.ts';
import { field, int64Column, numbersOf } from './arrow-columns.ts';
import { concatenateSamples, type SampleColumns } from './sample-columns.ts';

const SAMPLES_SCHEMA_VERSION = '1';

/** Schema of samples.arrows; units stand in the metadata of each field. */
function samplesSchema(): Schema {
  const fields: Field[] = [
    field('timeNs', new Int64(), 'ns', 'CLOCK_MONOTONIC when the sample was taken'),
    field('latenessNs', new Int64(), 'ns', 'how long after its deadline it was taken'),
    field('pid', new Int32(), 'pid', 'process that the row is about'),
    field('rssBytes', new Float64(), 'bytes', 'resident memory'),
    field('sharedBytes', new Float64(), 'bytes', 'resident memory of files and shared memory'),
  ];
  return new Schema(fields, new Map([['loadcell.samples', SAMPLES_SCHEMA_VERSION]]));
}

/** Rows that make a batch: one second at the default rate. */
const ROWS_PER_BATCH = 1000;

/** Writes the samples stream. Rows reach the disk at the latest a batch later, or at `flush()`. */
export class SamplesFileWriter {
  readonly #file: ArrowFileWriter;
  #pending: SampleColumns[] = [];
  #pendingRows = 0;

  constructor(path: string) {
    this.#file = new ArrowFileWriter(path, samplesSchema());
  }

  append(samples: SampleColumns): void {
    if (samples.count === 0) return;
    this.#pending.push(samples);
    this.#pendingRows += samples.count;
    if (this.#pendingRows >= ROWS_PER_BATCH) this.flush();
  }

  flush(): void {
    if (this.#pendingRows === 0) return;
    const rows = concatenateSamples(this.#pending);
    this.#pending = [];
    this.#pendingRows = 0;
    this.#file.append(
      [
        int64Column(rows.timeNs),
        int64Column(rows.latenessNs),
        makeData({ type: new Int32(), data: rows.pid }),
        makeData({ type: new Float64(), data: rows.rssBytes }),
        makeData({ type: new Float64(), data: rows.sharedBytes }),
      ],
      rows.count,
    );
  }

  async close(): Promise<void> {
    this.flush();
    await this.#file.close();
  }
}

function samplesOf(batch: RecordBatch): SampleColumns {
  return {
    count: batch.numRows,
    timeNs: numbersOf(batch, 'timeNs'),
    latenessNs: numbersOf(batch, 'latenessNs'),
    pid: Int32Array.from(numbersOf(batch, 'pid')),
    rssBytes: numbersOf(batch, 'rssBytes'),
    sharedBytes: numbersOf(batch, 'sharedBytes'),
  };
}

/** Reads the samples stream of a run, up to the last complete batch. */
export async function readSamplesFile(path: string): Promise<SampleColumns> {
  const { batches } = await readArrowFile(path);
  return concatenateSamples(batches.map(samplesOf));
}
