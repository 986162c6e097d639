import { sleepUntilNs } from '../../sleep.ts';

/** Waits for the times of a load, unless its stage ends itself before. */
export class LoadClock {
  readonly #signal: AbortSignal;
  readonly #ended: AbortSignal;
  readonly #any: AbortSignal;

  /**
   * @param signal aborted when the load is over by an error
   * @param ended aborted when the stage ends itself
   */
  constructor(signal: AbortSignal, ended: AbortSignal) {
    this.#signal = signal;
    this.#ended = ended;
    this.#any = AbortSignal.any([signal, ended]);
  }

  /**
   * @param deadlineNs CLOCK_MONOTONIC nanoseconds
   * @returns false when the stage has ended itself
   * @throws the reason of the signal when the load is over by an error
   */
  async until(deadlineNs: number): Promise<boolean> {
    try {
      await sleepUntilNs(deadlineNs, this.#any);
    } catch (error) {
      this.#signal.throwIfAborted();
      if (!this.#ended.aborted) throw error;
    }
    return !this.#ended.aborted;
  }
}
