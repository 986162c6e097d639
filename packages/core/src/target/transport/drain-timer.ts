import type { StagedRequest } from './transport.ts';

/** Period of taking records while the end of any request is awaited, ms; timestamps do not depend on it. */
const PERIOD_MS = 2;
/** While nothing waits for the end of a request: each time wakes this thread, which costs a tenth of a millisecond. */
const UNAWAITED_PERIOD_MS = 20;

/** Takes records while requests are in flight, as often as their ends are awaited. */
export class DrainTimer {
  readonly #drain: () => void;
  /** Requests in flight whose end is awaited. */
  readonly #awaited = new Set<number>();
  #timer: NodeJS.Timeout | undefined;
  /** Of the timer, ms; `Infinity` without one. */
  #periodMs = Infinity;
  #isStopped = false;

  constructor(drain: () => void) {
    this.#drain = drain;
  }

  /** Notes requests that go into flight. */
  begin(requests: readonly StagedRequest[]): void {
    for (const { id, isUnawaited = false } of requests) if (!isUnawaited) this.#awaited.add(id);
  }

  /** Notes the end of a request. */
  end(id: number): void {
    this.#awaited.delete(id);
  }

  /** Sets the period for those in flight. @param inFlight number of them */
  set(inFlight: number): void {
    const periodMs = this.#awaited.size > 0 ? PERIOD_MS : UNAWAITED_PERIOD_MS;
    const neededMs = inFlight > 0 && !this.#isStopped ? periodMs : Infinity;
    if (neededMs === this.#periodMs) return;
    clearInterval(this.#timer);
    this.#periodMs = neededMs;
    if (neededMs < Infinity) this.#timer = setInterval(this.#drain, neededMs);
  }

  /** Takes no more by itself; idempotent. */
  stop(): void {
    this.#isStopped = true;
    this.set(0);
  }
}
