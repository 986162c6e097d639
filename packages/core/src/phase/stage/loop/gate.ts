/** Limits how much work runs concurrently; the rest waits in order. */
export class Gate {
  readonly #waiters: (() => void)[] = [];
  #free: number;

  /** @param width maximum concurrency; `Infinity` for no limit */
  constructor(width: number) {
    this.#free = width;
  }

  /**
   * Runs work when there is room for it, in the order of the calls.
   * @throws the signal's reason when it is aborted before the work began
   */
  async pass<Value>(signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      // The next waiter takes over the place, so that no later caller can.
      const next = this.#waiters.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        const place = this.#waiters.indexOf(enter);
        if (place >= 0) this.#waiters.splice(place, 1);
        reject(signal.reason);
      };
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      this.#waiters.push(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
