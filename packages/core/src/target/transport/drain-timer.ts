import type { StagedRequest } from './transport.ts';

/** Period of taking records while the end of any request is awaited, ms; timestamps do not depend on it. */
const PERIOD_MS = 2;
/** While nothing waits for the end of a request: each time wakes this thread, which costs a third of a millisecond. */
const UNAWAITED_PERIOD_MS = 100;
/** As above, for a load that would fill much of the wire's memory in that time. */
const BUSY_PERIOD_MS = 20;
/** An eighth of what the wire holds: 65,536 records and 16 MiB. When it is full, it stops reading. */
const MUCH = { records: 8192, bytes: 2 * 2 ** 20 };

/** What was taken the last time. */
export interface Taken {
  readonly records: number;
  readonly bytes: number;
}

const NOTHING: Taken = { records: 0, bytes: 0 };

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

  /**
   * Sets the period for those in flight.
   * @param inFlight number of them
   * @param taken since the period began; without it, the period of unawaited ones stays as it was
   */
  set(inFlight: number, taken?: Taken): void {
    const neededMs = inFlight > 0 && !this.#isStopped ? this.#neededMs(taken) : Infinity;
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

  #neededMs(taken: Taken | undefined): number {
    if (this.#awaited.size > 0) return PERIOD_MS;
    if (taken === undefined && this.#periodMs === BUSY_PERIOD_MS) return BUSY_PERIOD_MS;
    const { records, bytes } = taken ?? NOTHING;
    const periods = UNAWAITED_PERIOD_MS / this.#periodMs;
    const isBusy = records * periods > MUCH.records || bytes * periods > MUCH.bytes;
    return isBusy ? BUSY_PERIOD_MS : UNAWAITED_PERIOD_MS;
  }
}
