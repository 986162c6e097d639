import { EarliestFirst, type Timed } from './earliest-first.ts';

/** A batch of rows of one machine. */
export interface RowBatch {
  /** Time of each row by the clock of the merged run, ascending, nanoseconds. */
  readonly timeNs: Float64Array;
}

/** Takes the rows of a batch from one to before another. */
export type TakeRows<Batch extends RowBatch> = (batch: Batch, from: number, to: number) => void;

/** Rows after which others have their turn. */
const ROWS_PER_TURN = 1024;

/** The rows of one machine, batch by batch. */
class RowSequence<Batch extends RowBatch> implements Timed {
  readonly #batches: Iterator<Batch>;
  #batch: Batch | undefined;
  #place = 0;
  nextNs = Number.NEGATIVE_INFINITY;

  constructor(batches: Iterator<Batch>) {
    this.#batches = batches;
  }

  /** Goes on to the next batch where this one has ended. @returns whether there is a next row */
  advance(): boolean {
    while (this.#batch === undefined || this.#place >= this.#batch.timeNs.length) {
      // Released before the next one is read.
      this.#batch = undefined;
      const next = this.#batches.next();
      if (next.done === true) return false;
      this.#batch = next.value;
      this.#place = 0;
    }
    this.nextNs = this.#batch.timeNs[this.#place] ?? Infinity;
    return true;
  }

  /** Passes on the next rows up to a time, at least one, of one batch. @returns how many */
  pass(untilNs: number, take: TakeRows<Batch>): number {
    const batch = this.#batch;
    if (batch === undefined) return 0;
    const { timeNs } = batch;
    const from = this.#place;
    let to = from + 1;
    while (to < timeNs.length && (timeNs[to] ?? Infinity) <= untilNs) to += 1;
    this.#place = to;
    take(batch, from, to);
    return to - from;
  }
}

/**
 * Merges rows of several machines in order of time. Rows go on by their place in a batch: where machines have equal times, each
 * row comes alone, and is too small for an object of its own.
 * @param onTurn awaited every 1024 rows, and its errors end the merge
 */
export async function mergeRows<Batch extends RowBatch>(
  machines: readonly Iterator<Batch>[],
  take: TakeRows<Batch>,
  onTurn: () => Promise<void>,
): Promise<void> {
  const sequences = new EarliestFirst<RowSequence<Batch>>();
  for (const batches of machines) {
    const sequence = new RowSequence(batches);
    if (sequence.advance()) sequences.add(sequence);
  }
  let rows = 0;
  for (let first = sequences.first; first !== undefined; first = sequences.first) {
    rows += first.pass(sequences.secondNs, take);
    if (first.advance()) sequences.settle();
    else sequences.drop();
    if (rows < ROWS_PER_TURN) continue;
    rows = 0;
    await onTurn();
  }
}
