import type { RowFault } from '../dataset/dataset.ts';

/** Faults of each kind and warnings that are named; the others are counted. */
const MOST_NAMED = 5;

/** A row, with what is the matter with it. */
export type NamedRow = Pick<RowFault, 'line' | 'reason'>;

/** Rows of one kind: their number, and the first of them. */
export interface RowCount {
  readonly count: number;
  readonly first: NamedRow[];
}

/** What a data set holds besides its requests. */
export type RowCounts = Readonly<Record<RowFault['kind'] | 'warning', RowCount>>;

/** Counts the rows of a data set that cannot be sent, and its warnings, by kind. */
export class FaultCounts {
  readonly #counts = {
    unreadable: new Count(),
    failed: new Count(),
    filtered: new Count(),
    warning: new Count(),
  };

  take(kind: RowFault['kind'] | 'warning', row: NamedRow): void {
    this.#counts[kind].take(row);
  }

  get counts(): RowCounts {
    const { unreadable, failed, filtered, warning } = this.#counts;
    return {
      unreadable: unreadable.read(),
      failed: failed.read(),
      filtered: filtered.read(),
      warning: warning.read(),
    };
  }
}

class Count {
  #count = 0;
  readonly #first: NamedRow[] = [];

  take({ line, reason }: NamedRow): void {
    this.#count += 1;
    if (this.#first.length < MOST_NAMED) this.#first.push({ line, reason });
  }

  read(): RowCount {
    return { count: this.#count, first: [...this.#first] };
  }
}
