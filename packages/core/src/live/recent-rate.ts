const SLOTS = 50;

/** Counts what happens and tells how often it did of late: a ring of slots, whatever happens. */
export class RecentRate {
  readonly #slotNs: number;
  readonly #counts = new Float64Array(SLOTS);
  /** Number of the slot that an entry of the ring was last used for. */
  readonly #numbers = new Float64Array(SLOTS).fill(Number.NaN);

  /** @param windowNs how far back "of late" goes */
  constructor(windowNs: number) {
    this.#slotNs = windowNs / SLOTS;
  }

  /** Counts one; what is older than the window, or has no stamp, counts nothing. */
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
   * A second, over the window before `nowNs`, or since `sinceNs` where that is less. The slot that has just begun is
   * left out: what belongs in it is still to come. `NaN` until a slot is full.
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
