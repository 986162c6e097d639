import type { PhaseContext } from '../../phase.ts';
import type { StageLimits } from '../ending/stage-limits.ts';
import type { UntilDecided } from '../until-decided/until-decided.ts';
import type { StageFollowing, StageKey, StageTotals } from './stage-sync.ts';

/** Period of the reports of a stage in progress, ms. */
const REPORT_MS = 1000;

/** What of a stage can end it, and ends with it. */
export interface JoinedEnds {
  readonly limits: StageLimits;
  readonly untilDecided?: UntilDecided;
}

/** A stage that starts and ends together with the same stage of the other workers. */
export class JointStage {
  readonly #phase: Pick<PhaseContext, 'sync' | 'signal'>;
  readonly #key: StageKey;
  readonly #ends: JoinedEnds;
  #hasBegun = false;
  #following: StageFollowing | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(phase: Pick<PhaseContext, 'sync' | 'signal'>, key: StageKey, ends: JoinedEnds) {
    this.#phase = phase;
    this.#key = key;
    this.#ends = ends;
  }

  /** The load is prepared. @returns when it starts, CLOCK_MONOTONIC nanoseconds; undefined for immediately */
  readonly begin = async (): Promise<number | undefined> => {
    const { sync, signal } = this.#phase;
    if (this.#hasBegun) throw new TypeError(`stage "${this.#key.stage}" begins twice`);
    this.#hasBegun = true;
    const startNs = await sync.ready(this.#key, signal);
    this.#follow();
    return startNs;
  };

  /** The load has ended: nothing ends it any more. */
  close(): void {
    clearInterval(this.#timer);
    this.#report();
    this.#following?.close();
    this.#following = undefined;
  }

  /** @returns the totals of all workers */
  async end(own: StageTotals): Promise<StageTotals> {
    // A stage of which this worker has no part passes the barrier, too.
    if (!this.#hasBegun) await this.begin();
    this.close();
    return await this.#phase.sync.ended(this.#key, own, this.#phase.signal);
  }

  #follow(): void {
    const following = this.#phase.sync.follow?.(this.#key);
    if (following === undefined) return;
    const { limits, untilDecided } = this.#ends;
    const stop = (): void => {
      if (following.stop?.kind === 'ended-itself') limits.endFor(following.stop.endedBy);
      if (following.stop?.kind === 'decided') untilDecided?.endDecided(following.stop);
    };
    if (following.signal.aborted) stop();
    following.signal.addEventListener('abort', stop, { once: true });
    limits.signal.addEventListener('abort', () => {
      // What another worker ended needs no word to it.
      if (limits.ending !== undefined && !following.signal.aborted) {
        following.endedItself(limits.ending);
      }
    });
    this.#following = following;
    if (untilDecided !== undefined) this.#timer = setInterval(() => this.#report(), REPORT_MS);
  }

  #report(): void {
    const summary = this.#ends.untilDecided?.takeSummary();
    if (summary !== undefined) this.#following?.report(summary);
  }
}
