const SLOTS = 50;

/** Counts occurrences and reports their recent rate, in a ring of slots. */
export class RecentRate {
  readonly #slotNs: number;
  readonly #counts = new Float64Array(SLOTS);
  /** Number of the slot that each entry of the ring last held. */
  readonly #numbers = new Float64Array(SLOTS).fill(Number.NaN);

  /** @param windowNs length of the recent window */
  constructor(windowNs: number) {
    this.#slotNs = windowNs / SLOTS;
  }

  /** Counts one occurrence; ignored if older than the window, or without a timestamp. */
  add(atNs: number): void {
    const number = Math.floor(atNs / this.#slotNs);
    const index = number % SLOTS;
    const held = this.#numbers[index] ?? Number.NaN;
    if (Number.isNaN(number) || held > number) return;
    if (held !== number) {
      this.#numbers[index] = number;
      this.#counts[index] = 0;
    }
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  /**
   * Rate per second over the window before `nowNs`, or since `sinceNs` if that is shorter. Excludes the current slot,
   * which is incomplete. `NaN` until a slot is complete.
   */
  perSecond(nowNs: number, sinceNs: number): number {
    const end = Math.floor(nowNs / this.#slotNs);
    const first = Math.max(end - (SLOTS - 1), Math.ceil(sinceNs / this.#slotNs));
    if (end <= first) return Number.NaN;
    let count = 0;
    for (const [index, number] of this.#numbers.entries()) {
      if (number >= first && number < end) count += this.#counts[index] ?? 0;
    }
    return count / (((end - first) * this.#slotNs) / 1e9);
  }
}
