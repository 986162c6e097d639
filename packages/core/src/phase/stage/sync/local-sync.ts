import { nowNs } from '../../../stream/clock.ts';
import type { StageKey, StageSync, StageTotals } from './stage-sync.ts';

/** A worker that is alone, or has only a time in common with others: its totals are its own. */
export class LocalSync implements StageSync {
  readonly isJoined: boolean;
  #startNs: number | undefined;

  /**
   * @param isAlone whether the results of this worker are those of the run
   * @param startNs when the first stage of all starts, CLOCK_MONOTONIC nanoseconds; as soon as it is ready when absent
   */
  constructor({ isAlone, startNs }: { readonly isAlone: boolean; readonly startNs?: number }) {
    this.isJoined = isAlone;
    this.#startNs = startNs;
  }

  async ready(_key: StageKey, signal: AbortSignal): Promise<number | undefined> {
    signal.throwIfAborted();
    const startNs = this.#startNs;
    this.#startNs = undefined;
    return startNs !== undefined && startNs > nowNs() ? startNs : undefined;
  }

  ended(_key: StageKey, own: StageTotals): Promise<StageTotals> {
    return Promise.resolve(own);
  }
}

/** The synchronization of a run without other workers. */
export function aloneSync(): StageSync {
  return new LocalSync({ isAlone: true });
}
