/** Lets so many through at once; the others wait in line. */
export class Gate {
  readonly #waiters: (() => void)[] = [];
  #free: number;

  /** @param width `Infinity` to let all through */
  constructor(width: number) {
    this.#free = width;
  }

  /**
   * Does work when there is room for it, in the order of calling.
   * @throws the signal's reason when it is aborted before its turn came
   */
  async pass<Value>(signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      // Whoever waits takes over the place, so that nobody who comes meanwhile can.
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
