import { EarliestFirst, type Timed } from './earliest-first.ts';

/** A batch of rows in order of time. */
export interface RowBatch<Block> {
  readonly count: number;
  timeNs(row: number): number;
  /** The rows from one to before another. */
  slice(from: number, to: number): Block;
}

/** The rows of one machine, batch by batch. */
class BlockSequence<Block> implements Timed {
  readonly #batches: Iterator<RowBatch<Block>>;
  #batch: RowBatch<Block> | undefined;
  #place = 0;

  constructor(batches: Iterator<RowBatch<Block>>) {
    this.#batches = batches;
  }

  get nextNs(): number {
    return this.#batch?.timeNs(this.#place) ?? Infinity;
  }

  /** Whether there is a next row. */
  hasNext(): boolean {
    while (this.#batch === undefined || this.#place >= this.#batch.count) {
      const next = this.#batches.next();
      if (next.done === true) return false;
      this.#batch = next.value;
      this.#place = 0;
    }
    return true;
  }

  /** The next rows up to a time, at least one, within a batch. */
  takeUpTo(untilNs: number): Block | undefined {
    const batch = this.#batch;
    if (batch === undefined) return undefined;
    const from = this.#place;
    this.#place += 1;
    while (this.#place < batch.count && batch.timeNs(this.#place) <= untilNs) this.#place += 1;
    return batch.slice(from, this.#place);
  }
}

/** Merges rows of several machines in order of time, as blocks that each are of one machine. */
export function* mergedBlocks<Block>(
  machines: readonly Iterator<RowBatch<Block>>[],
): Generator<Block> {
  const sequences = new EarliestFirst<BlockSequence<Block>>();
  for (const batches of machines) {
    const sequence = new BlockSequence(batches);
    if (sequence.hasNext()) sequences.add(sequence);
  }
  for (let first = sequences.first; first !== undefined; first = sequences.first) {
    const block = first.takeUpTo(sequences.secondNs);
    if (block !== undefined) yield block;
    if (first.hasNext()) sequences.settle();
    else sequences.drop();
  }
}
