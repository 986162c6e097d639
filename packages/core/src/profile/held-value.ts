/** Exact statistics of a value that holds until its next reading, in constant memory. */
export class HeldValue {
  #first = Number.NaN;
  #last = Number.NaN;
  #lastNs = Number.NaN;
  #peak = Number.NaN;
  #heldNs = 0;
  /** Integral over time above the first value: large values lose no digits in the sum. */
  #excess = 0;

  get first(): number {
    return this.#first;
  }

  get last(): number {
    return this.#last;
  }

  get peak(): number {
    return this.#peak;
  }

  /** Adds a reading; readings come in order of time. */
  add(atNs: number, value: number): void {
    if (Number.isNaN(this.#lastNs)) {
      this.#first = value;
      this.#peak = value;
    } else {
      this.#hold(atNs);
    }
    this.#last = value;
    this.#lastNs = atNs;
    if (value > this.#peak) this.#peak = value;
  }

  /** Average weighted by time, the last reading held until `toNs`; `NaN` without readings. */
  averageUntil(toNs: number): number {
    const tailNs = Math.max(0, toNs - this.#lastNs);
    const heldNs = this.#heldNs + tailNs;
    if (!(heldNs > 0)) return this.#last;
    return this.#first + (this.#excess + (this.#last - this.#first) * tailNs) / heldNs;
  }

  #hold(toNs: number): void {
    const ns = Math.max(0, toNs - this.#lastNs);
    this.#heldNs += ns;
    this.#excess += (this.#last - this.#first) * ns;
  }
}
