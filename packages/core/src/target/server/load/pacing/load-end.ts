import { nowNs } from '../../../../stream/clock.ts';
import { LongTimer } from '../../../../stream/long-timer.ts';
import type { LoadEnding } from '../load-plan.ts';
import type { CutShort } from './never-sent.ts';

/**
 * A load whose slots all fail waits this long after its end for its minimum number of requests, ns. Without a success the
 * number shows nothing.
 */
const PATIENCE_NS = 10e9;

/** What the end of a load depends on in a finished request. */
export interface EndedRequest {
  readonly isWarmup: boolean;
  readonly isSuccessful: boolean;
  readonly endNs: number;
}

/** Decides when a load ends: its time has passed and enough measured requests have finished, it is decided, or it is stopped. */
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
   * @param stop ends the load when it is aborted, regardless of time and number of requests
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

  /** Why requests of a schedule may stay unsent. @param abortedNs when the load was interrupted; `NaN` when it was not */
  cutShort(abortedNs: number): CutShort {
    return { abortedNs, isStopped: this.isStopped, isDecided: this.#ending.kind === 'decided' };
  }

  /** Notes a measured request that was sent: the time of the load counts from the first. */
  noteSent(atNs: number): void {
    if (Number.isNaN(this.#untilNs)) this.#arm(atNs);
  }

  /** Corrects the send time of the first measured request, which was a little later than noted. */
  correctFirstSent(atNs: number): void {
    if (this.isPast || Number.isNaN(atNs)) return;
    this.#timer?.stop();
    this.#arm(atNs);
  }

  #arm(atNs: number): void {
    const durationNs = longestNs(this.#ending);
    if (durationNs === Infinity) return;
    this.#untilNs = atNs + durationNs;
    // Timers count whole milliseconds and may fire a fraction early.
    const leftMs = Math.ceil((this.#untilNs - nowNs()) / 1e6);
    this.#timer = new LongTimer(() => this.#pass(), Math.max(0, leftMs));
  }

  #pass(): void {
    const leftNs = this.#untilNs - nowNs();
    if (leftNs > 0) this.#timer = new LongTimer(() => this.#pass(), Math.ceil(leftNs / 1e6));
    else this.#onPast();
  }

  /** Takes a finished request of the load. */
  take({ isWarmup, isSuccessful, endNs }: EndedRequest): void {
    if (isSuccessful) this.#lastSuccessNs = endNs;
    if (isWarmup) return;
    this.#overCount += 1;
    this.noteSent(endNs);
  }

  /**
   * @param areAllFailing whether every slot only retries
   * @throws the error of `isDecided`
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

  /** Ends all callbacks. */
  stop(): void {
    this.#timer?.stop();
    this.#stop?.removeEventListener('abort', this.#onPast);
  }
}

/** The longest time that a load runs; `Infinity` where no time ends it. */
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
