import { samplesFrom, type SampleColumns } from '../../stream/columns/sample-columns.ts';

/** One sample. */
export interface SampleRow {
  readonly timeNs: number;
  readonly latenessNs: number;
  readonly pid: number;
  readonly rssBytes: number;
  readonly sharedBytes: number;
  readonly cpuNs: number;
  readonly heapUsedBytes: number;
}

/** Samples waiting to be passed on. */
export class RowBuffer {
  #rows: SampleRow[] = [];

  add(row: SampleRow): void {
    this.#rows.push(row);
  }

  /** Takes all samples; undefined if there are none. */
  take(): SampleColumns | undefined {
    const rows = this.#rows;
    if (rows.length === 0) return undefined;
    this.#rows = [];
    const pid = Int32Array.from(rows, (row) => row.pid);
    return samplesFrom(rows.length, pid, (name) => Float64Array.from(rows, (row) => row[name]));
  }
}
