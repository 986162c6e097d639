import type { RecordBatch } from 'apache-arrow';
import { NumberReader } from '../columns/arrow-columns.ts';
import type { SurveySeries, SurveyStream } from './survey-stream.ts';
import { TextColumn } from '../columns/text-column.ts';

function seriesOf(count: number): SurveySeries {
  return {
    timeNs: new Float64Array(count),
    pid: new Int32Array(count),
    source: new Int32Array(count),
    value: new Float64Array(count),
  };
}

/** Collects the survey of a run batch by batch, one row per value, and sorts it into columns. */
export class SurveyTable {
  readonly #rows: SurveySeries;
  readonly #columns: TextColumn;
  readonly #counts = new Map<string, number>();
  readonly #reader = new NumberReader();
  #count = 0;

  /** @param rows number of values */
  constructor(rows: number) {
    this.#rows = seriesOf(rows);
    this.#columns = new TextColumn(rows, (text) => text);
  }

  append(batch: RecordBatch): void {
    this.#rows.timeNs.set(this.#reader.numbersOf(batch, 'timeNs'), this.#count);
    this.#rows.pid.set(this.#reader.numbersOf(batch, 'pid'), this.#count);
    this.#rows.source.set(this.#reader.numbersOf(batch, 'source'), this.#count);
    this.#rows.value.set(this.#reader.numbersOf(batch, 'value'), this.#count);
    this.#columns.append(batch, 'column');
    for (let row = 0; row < batch.numRows; row += 1) {
      const column = this.#columns.at(this.#count + row);
      this.#counts.set(column, (this.#counts.get(column) ?? 0) + 1);
    }
    this.#count += batch.numRows;
  }

  /** The values by column, in the order in which they came. */
  byColumn(): SurveyStream {
    const byColumn = new Map<string, SurveySeries>();
    for (const [column, count] of this.#counts) byColumn.set(column, seriesOf(count));
    const filled = new Map<string, number>();
    for (let row = 0; row < this.#count; row += 1) {
      const column = this.#columns.at(row);
      const at = filled.get(column) ?? 0;
      filled.set(column, at + 1);
      const series = byColumn.get(column);
      if (series === undefined) continue;
      series.timeNs[at] = this.#rows.timeNs[row] ?? Number.NaN;
      series.pid[at] = this.#rows.pid[row] ?? 0;
      series.source[at] = this.#rows.source[row] ?? 0;
      series.value[at] = this.#rows.value[row] ?? Number.NaN;
    }
    return byColumn;
  }
}
