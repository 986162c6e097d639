import type { NumberColumn } from './number-column.ts';
import type { SampleColumns } from './sample-columns.ts';

/** Copies more rows than these by the array, and fewer one by one. */
const FEW_ROWS = 16;

/** Collects samples in columns of fixed length. */
export class SampleBatch {
  readonly #mostRows: number;
  readonly #pid: Int32Array;
  readonly #timeNs: Float64Array;
  readonly #latenessNs: Float64Array;
  readonly #rssBytes: Float64Array;
  readonly #sharedBytes: Float64Array;
  readonly #cpuNs: Float64Array;
  readonly #heapUsedBytes: Float64Array;
  #count = 0;

  /** @param mostRows maximum number of samples */
  constructor(mostRows: number) {
    this.#mostRows = mostRows;
    this.#pid = new Int32Array(mostRows);
    this.#timeNs = new Float64Array(mostRows);
    this.#latenessNs = new Float64Array(mostRows);
    this.#rssBytes = new Float64Array(mostRows);
    this.#sharedBytes = new Float64Array(mostRows);
    this.#cpuNs = new Float64Array(mostRows);
    this.#heapUsedBytes = new Float64Array(mostRows);
  }

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === this.#mostRows;
  }

  /** Appends the samples from one to before another, as far as there is room. @returns how many */
  append(samples: SampleColumns, from: number, to: number): number {
    const end = Math.min(to, from + this.#mostRows - this.#count);
    copy(samples.pid, from, end, this.#pid, this.#count);
    copy(samples.timeNs, from, end, this.#timeNs, this.#count);
    copy(samples.latenessNs, from, end, this.#latenessNs, this.#count);
    copy(samples.rssBytes, from, end, this.#rssBytes, this.#count);
    copy(samples.sharedBytes, from, end, this.#sharedBytes, this.#count);
    copy(samples.cpuNs, from, end, this.#cpuNs, this.#count);
    copy(samples.heapUsedBytes, from, end, this.#heapUsedBytes, this.#count);
    this.#count += end - from;
    return end - from;
  }

  /** The samples so far; views, not copies. */
  samples(): SampleColumns {
    const count = this.#count;
    return {
      count,
      pid: this.#pid.subarray(0, count),
      timeNs: this.#timeNs.subarray(0, count),
      latenessNs: this.#latenessNs.subarray(0, count),
      rssBytes: this.#rssBytes.subarray(0, count),
      sharedBytes: this.#sharedBytes.subarray(0, count),
      cpuNs: this.#cpuNs.subarray(0, count),
      heapUsedBytes: this.#heapUsedBytes.subarray(0, count),
    };
  }
}

/** Copies the values from one to before another; a column without readings is empty. */
function copy(
  column: NumberColumn,
  from: number,
  to: number,
  target: Float64Array | Int32Array,
  at: number,
): void {
  if (to - from > FEW_ROWS && column.length >= to) {
    target.set(column.subarray(from, to), at);
    return;
  }
  for (let row = from; row < to; row += 1) target[at + row - from] = column[row] ?? Number.NaN;
}
