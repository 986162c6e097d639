/** Assigns ids to processes and threads of a trace, distinct from the pids of sampled processes. */
export class TraceIds {
  readonly #taken: ReadonlySet<number>;
  #last = 0;

  constructor(taken: Iterable<number>) {
    this.#taken = new Set(taken);
  }

  /** An id that is unique in the trace: some readers assume thread ids are unique across processes. */
  next(): number {
    do this.#last += 1;
    while (this.#taken.has(this.#last));
    return this.#last;
  }
}
