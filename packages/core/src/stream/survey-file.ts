import { Float64, Int32, Int64, Schema, Utf8, makeData, type RecordBatch } from 'apache-arrow';
import {
  field,
  float64Column,
  int64Column,
  numbersOf,
  textColumn,
  textsOf,
} from './arrow-columns.ts';
import { ArrowFileWriter, readArrowFile } from './arrow-file.ts';
import { surveyFrom, unitOfColumn, type SurveyStream, type SurveyValue } from './survey-stream.ts';

/** Schema of survey.arrows: a row a value, since each kind is read at a rate of its own. */
function surveySchema(): Schema {
  return new Schema(
    [
      field('timeNs', new Int64(), 'ns', 'CLOCK_MONOTONIC when the value was read'),
      field('pid', new Int32(), 'pid', 'process that the value is about; 0 for none'),
      field('source', new Int32(), 'count', 'which of several alike: a device'),
      field('column', new Utf8(), 'text', 'what was read: kind and name'),
      field('unit', new Utf8(), 'text', 'unit of the value'),
      field('value', new Float64(), 'see unit', 'the value; counters count from their beginning'),
    ],
    new Map([['loadcell.survey', '1']]),
  );
}

/** Rows that make a batch. */
const ROWS_PER_BATCH = 4096;

/** Writes the survey beside the samples. Rows reach the disk at the latest a batch later, or at `flush()`. */
export class SurveyFileWriter {
  readonly #file: ArrowFileWriter;
  #pending: SurveyValue[] = [];

  constructor(path: string) {
    this.#file = new ArrowFileWriter(path, surveySchema());
  }

  append(values: readonly SurveyValue[]): void {
    this.#pending.push(...values);
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

  async close(): Promise<void> {
    this.flush();
    await this.#file.close();
  }
}

function* valuesOf(batch: RecordBatch): Generator<SurveyValue> {
  const timeNs = numbersOf(batch, 'timeNs');
  const pid = numbersOf(batch, 'pid');
  const source = numbersOf(batch, 'source');
  const value = numbersOf(batch, 'value');
  for (const [index, column] of textsOf(batch, 'column').entries()) {
    yield {
      timeNs: timeNs[index] ?? Number.NaN,
      pid: pid[index] ?? 0,
      source: source[index] ?? 0,
      column,
      value: value[index] ?? Number.NaN,
    };
  }
}

/** Reads the survey of a run, up to the last complete batch. */
export async function readSurveyFile(path: string): Promise<SurveyStream> {
  const { batches } = await readArrowFile(path);
  return surveyFrom(
    (function* all() {
      for (const batch of batches) yield* valuesOf(batch);
    })(),
  );
}
