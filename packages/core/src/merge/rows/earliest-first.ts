/** A sequence whose next element has a time. */
export interface Timed {
  /** Time of the next element. */
  readonly nextNs: number;
}

/** Sequences in order of their next elements: a heap, since a run has many machines and each has many rows. */
export class EarliestFirst<Sequence extends Timed> {
  readonly #heap: Sequence[] = [];

  add(sequence: Sequence): void {
    this.#heap.push(sequence);
    let index = this.#heap.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#timeAt(parent) <= this.#timeAt(index)) return;
      this.#swap(parent, index);
      index = parent;
    }
  }

  /** The sequence with the earliest next element; undefined without any. */
  get first(): Sequence | undefined {
    return this.#heap[0];
  }

  /** Time of the earliest element of all other sequences; `Infinity` without any. */
  get secondNs(): number {
    return Math.min(this.#timeAt(1), this.#timeAt(2));
  }

  /** Puts the first sequence where it belongs, after elements of it were taken. */
  settle(): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const least = this.#timeAt(left + 1) < this.#timeAt(left) ? left + 1 : left;
      if (!(this.#timeAt(least) < this.#timeAt(index))) return;
      this.#swap(least, index);
      index = least;
    }
  }

  /** Takes out the first sequence, which has no more elements. */
  drop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.settle();
  }

  #timeAt(index: number): number {
    return this.#heap[index]?.nextNs ?? Infinity;
  }

  #swap(one: number, other: number): void {
    const [first, second] = [this.#heap[one], this.#heap[other]];
    if (first === undefined || second === undefined) return;
    this.#heap[one] = second;
    this.#heap[other] = first;
  }
}
