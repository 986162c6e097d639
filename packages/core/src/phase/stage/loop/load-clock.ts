import { sleepUntilNs } from './sleep.ts';

/** Waits for the times of a load until its stage ends. */
export class LoadClock {
  readonly #signal: AbortSignal;
  readonly #ended: AbortSignal;
  readonly #any: AbortSignal;

  /**
   * @param signal aborted when an error ends the load
   * @param ended aborted when the stage ends itself or is decided
   */
  constructor(signal: AbortSignal, ended: AbortSignal) {
    this.#signal = signal;
    this.#ended = ended;
    this.#any = AbortSignal.any([signal, ended]);
  }

  /**
   * @param deadlineNs CLOCK_MONOTONIC nanoseconds
   * @returns false when the stage ended itself or was decided before
   * @throws the reason of the signal when an error ended the load
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
