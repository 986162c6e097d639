import { nowNs } from '../../../stream/clock.ts';
import { LongTimer } from '../../../stream/long-timer.ts';
import type { AnsweredRequest } from '../answering.ts';
import type { LoadPlan } from '../load-plan.ts';

/**
 * How long after its end a load still waits for its least number of requests when every slot fails, ns. Without a success
 * the number says nothing.
 */
const PATIENCE_NS = 10e9;

/** Knows when a load with an end has come to it: its time has passed and enough requests are over. */
export class LoadEnd {
  readonly #plan: LoadPlan;
  #isPast = false;
  #overCount = 0;
  #lastSuccessNs = Number.NEGATIVE_INFINITY;

  constructor(plan: LoadPlan) {
    this.#plan = plan;
  }

  /** Whether the time of the load has passed. */
  get isPast(): boolean {
    return this.#isPast;
  }

  /** Calls back when the time of the load has passed. @returns what to stop; undefined for a load that has no end */
  arm(onPast: () => void): LongTimer | undefined {
    const { untilNs } = this.#plan;
    if (Number.isNaN(untilNs)) return undefined;
    const pass = (): void => {
      this.#isPast = true;
      onPast();
    };
    return new LongTimer(pass, Math.max(0, (untilNs - nowNs()) / 1e6));
  }

  /** A request of the load is over. */
  take({ facts, failure }: AnsweredRequest): void {
    this.#overCount += 1;
    if (failure === undefined) this.#lastSuccessNs = facts.endNs;
  }

  /** @param areAllFailing whether no slot has a request but retries */
  isReached(areAllFailing: boolean): boolean {
    if (!this.#isPast) return false;
    if (this.#overCount >= this.#plan.minRequests) return true;
    const sinceNs = Math.max(this.#plan.untilNs, this.#lastSuccessNs);
    return areAllFailing && nowNs() > sinceNs + PATIENCE_NS;
  }
}
