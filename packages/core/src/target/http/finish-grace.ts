import { nowNs } from '../../stream/clock.ts';

/**
 * How long an answer may go on after the event that says why it ends, when nothing marks its end, ms. Usage comes in an
 * event after that one, and so does `[DONE]`; an answer without either would never be over on a connection that stays open.
 */
export const FINISH_GRACE_MS = 250;

/** Waits for the rest of answers that have said why they end, and says whose time is up. */
export class FinishGrace {
  readonly #onUp: (ids: readonly number[]) => void;
  /** When the time of each is up, CLOCK_MONOTONIC nanoseconds; all have the same time, so that the first ends first. */
  readonly #untilNs = new Map<number, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(onUp: (ids: readonly number[]) => void) {
    this.#onUp = onUp;
  }

  /** @param lastEventNs when the last event of its answer came: a later one gives it more time */
  begin(id: number, lastEventNs: number): void {
    const untilNs = lastEventNs + FINISH_GRACE_MS * 1e6;
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
