import { nowNs } from '../../../../stream/clock.ts';
import { LongTimer } from '../../../../stream/long-timer.ts';
import type { LoadEnding } from '../load-plan.ts';
import type { CutShort } from './never-sent.ts';

/**
 * How long after its end a load still waits for its least number of requests when every slot fails, ns. Without a success
 * the number says nothing.
 */
const PATIENCE_NS = 10e9;

/** A request of a load that is over, as far as the end of the load depends on it. */
export interface EndedRequest {
  readonly isWarmup: boolean;
  readonly isSuccessful: boolean;
  readonly endNs: number;
}

/** Knows when a load ends: its time has passed and enough measured requests are over, or it is decided, or it was stopped. */
export class LoadEnd {
  readonly #ending: LoadEnding;
  readonly #onPast: () => void;
  readonly #stop: AbortSignal | undefined;
  #timer: LongTimer | undefined;
  #untilNs = Number.NaN;
  #overCount = 0;
  #lastSuccessNs = Number.NEGATIVE_INFINITY;

  /**
   * @param onPast called when the time of the load has passed, or it is stopped; not for a load that ends with its last request
   * @param stop ends the load when it is aborted, whatever its time and its number of requests
   */
  constructor(ending: LoadEnding, onPast: () => void, stop?: AbortSignal) {
    this.#ending = ending;
    this.#onPast = onPast;
    this.#stop = stop;
    stop?.addEventListener('abort', onPast, { once: true });
  }

  /** Whether the time of the load has passed, or it was stopped. */
  get isPast(): boolean {
    return this.isStopped || nowNs() >= this.#untilNs;
  }

  /** Whether the load was stopped before its end. */
  get isStopped(): boolean {
    return this.#stop?.aborted === true;
  }

  /** Why requests of a schedule may stay unsent. */
  get cut(): Pick<CutShort, 'isStopped' | 'isDecided'> {
    return { isStopped: this.isStopped, isDecided: this.#ending.kind === 'decided' };
  }

  /** A measured request was sent: the time of the load counts from the first. */
  noteSent(atNs: number): void {
    if (Number.isNaN(this.#untilNs)) this.#arm(atNs);
  }

  /** The first measured request turns out to have been sent at this time, a little later than was noted. */
  correctFirstSent(atNs: number): void {
    if (this.isPast || Number.isNaN(atNs)) return;
    this.#timer?.stop();
    this.#arm(atNs);
  }

  #arm(atNs: number): void {
    const durationNs = longestNs(this.#ending);
    if (durationNs === Infinity) return;
    this.#untilNs = atNs + durationNs;
    // Timers count whole milliseconds, and may be early by a part of one.
    const leftMs = Math.ceil((this.#untilNs - nowNs()) / 1e6);
    this.#timer = new LongTimer(() => this.#pass(), Math.max(0, leftMs));
  }

  #pass(): void {
    const leftNs = this.#untilNs - nowNs();
    if (leftNs > 0) this.#timer = new LongTimer(() => this.#pass(), Math.ceil(leftNs / 1e6));
    else this.#onPast();
  }

  /** A request of the load is over. */
  take({ isWarmup, isSuccessful, endNs }: EndedRequest): void {
    if (isSuccessful) this.#lastSuccessNs = endNs;
    if (isWarmup) return;
    this.#overCount += 1;
    this.noteSent(endNs);
  }

  /**
   * @param areAllFailing whether no slot has a request but retries
   * @throws what deciding threw
   */
  isReached(areAllFailing: boolean): boolean {
    if (this.isStopped) return true;
    const isPast = this.isPast;
    if (this.#ending.kind === 'decided') return isPast || this.#ending.isDecided();
    if (!isPast || this.#ending.kind === 'all') return false;
    if (this.#overCount >= this.#ending.minRequests) return true;
    const sinceNs = Math.max(this.#untilNs, this.#lastSuccessNs);
    return areAllFailing && nowNs() > sinceNs + PATIENCE_NS;
  }

  /** Calls back no more. */
  stop(): void {
    this.#timer?.stop();
    this.#stop?.removeEventListener('abort', this.#onPast);
  }
}

/** How long a load goes on; `Infinity` where no time ends it. */
function longestNs(ending: LoadEnding): number {
  switch (ending.kind) {
    case 'time':
      return ending.durationNs;
    case 'decided':
      return ending.maxDurationNs;
    case 'all':
      return Infinity;
  }
}
