import { nowNs } from '../../../stream/clock.ts';

/** A response with finish reason and usage may continue this long without its end mark, ms. */
export const FINISH_GRACE_MS = 250;

/**
 * The same before its usage, ms. A gateway sends usage in a separate event, hundreds of milliseconds later on a busy machine;
 * a response without usage would never end on a connection that stays open.
 */
export const USAGE_GRACE_MS = 2_000;

/** Waits for the rest of responses that have a finish reason, and reports whose time is up. */
export class FinishGrace {
  readonly #graceMs: number;
  readonly #onUp: (ids: readonly number[]) => void;
  /** Deadlines, CLOCK_MONOTONIC nanoseconds; all have the same grace, so they are in order. */
  readonly #untilNs = new Map<number, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(graceMs: number, onUp: (ids: readonly number[]) => void) {
    this.#graceMs = graceMs;
    this.#onUp = onUp;
  }

  /** @param lastEventNs when the last event of the response came: a later one extends the grace */
  begin(id: number, lastEventNs: number): void {
    const untilNs = lastEventNs + this.#graceMs * 1e6;
    if (this.#untilNs.get(id) === untilNs) return;
    this.#untilNs.delete(id);
    this.#untilNs.set(id, untilNs);
    this.#arm();
  }

  end(id: number): void {
    if (this.#untilNs.delete(id) && this.#untilNs.size === 0) this.clear();
  }

  clear(): void {
    this.#untilNs.clear();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(): void {
    const [firstNs] = this.#untilNs.values();
    if (firstNs === undefined || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#look(), Math.max(1, (firstNs - nowNs()) / 1e6));
  }

  #look(): void {
    this.#timer = undefined;
    const now = nowNs();
    const up: number[] = [];
    for (const [id, untilNs] of this.#untilNs) {
      if (untilNs > now) break;
      up.push(id);
    }
    for (const id of up) this.#untilNs.delete(id);
    this.#arm();
    if (up.length > 0) this.#onUp(up);
  }
}
