/** Does work once for all requests that the transport reports together. */
export class OncePerBatch {
  readonly #work: (endNs: number) => void;
  #isDue = false;

  /** @param work receives the end of the first of them */
  constructor(work: (endNs: number) => void) {
    this.#work = work;
  }

  /** A request ended; the work is done after the last of the batch. */
  note(endNs: number): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.#work(endNs);
    });
  }
}
