import { TestError } from '../../../spec/error/errors.ts';
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

  /** @throws {TestError} when the first stage was prepared too late for its start */
  ready({ phase, stage }: StageKey, signal: AbortSignal): Promise<number | undefined> {
    const startNs = this.#startNs;
    this.#startNs = undefined;
    const lateMs = startNs === undefined ? 0 : (nowNs() - startNs) / 1e6;
    if (signal.aborted) return Promise.reject(signal.reason);
    if (lateMs <= 0) return Promise.resolve(startNs);
    const late = `stage "${stage}" was prepared ${Math.ceil(lateMs)} ms after --start-at`;
    return Promise.reject(
      new TestError(late, { phase }, { help: 'set a later --start-at on every worker' }),
    );
  }

  ended(_key: StageKey, own: StageTotals): Promise<StageTotals> {
    return Promise.resolve(own);
  }
}

/** The synchronization of a run without other workers. */
export function aloneSync(): StageSync {
  return new LocalSync({ isAlone: true });
}
