/** Hands out ids for processes and threads of a trace that are none of a process that was sampled. */
export class TraceIds {
  readonly #taken: ReadonlySet<number>;
  #last = 0;

  constructor(taken: Iterable<number>) {
    this.#taken = new Set(taken);
  }

  /** An id that nothing else in the trace has: some readers take thread ids for unique across processes. */
  next(): number {
    do this.#last += 1;
    while (this.#taken.has(this.#last));
    return this.#last;
  }
}
