/** A value with a time, nanoseconds. */
interface Timed<Value> {
  readonly atNs: number;
  readonly value: Value;
}

interface Entry<Value> extends Timed<Value> {
  /** Values of one time leave in the order in which they came. */
  readonly order: number;
}

/** Gives values back in the order of their times. */
export class TimedHeap<Value> {
  readonly #entries: Entry<Value>[] = [];
  #count = 0;

  push(atNs: number, value: Value): void {
    const entries = this.#entries;
    entries.push({ atNs, value, order: this.#count });
    this.#count += 1;
    let place = entries.length - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#swapIfBefore(place, parent)) return;
      place = parent;
    }
  }

  /** Removes the values up to a time, that time included. */
  *takeUntil(atNs: number): Generator<Timed<Value>> {
    for (;;) {
      const [first] = this.#entries;
      if (first === undefined || first.atNs > atNs) return;
      this.#removeFirst();
      yield first;
    }
  }

  #removeFirst(): void {
    const entries = this.#entries;
    const last = entries.pop();
    if (last === undefined || entries.length === 0) return;
    entries[0] = last;
    for (let place = 0; ;) {
      const left = 2 * place + 1;
      const child = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#swapIfBefore(child, place)) return;
      place = child;
    }
  }

  /** Swaps two entries if the one at the first place leaves earlier. @returns whether it did */
  #swapIfBefore(place: number, other: number): boolean {
    if (!this.#isBefore(place, other)) return false;
    const entries = this.#entries;
    const [one, two] = [entries[place], entries[other]];
    if (one === undefined || two === undefined) return false;
    entries[place] = two;
    entries[other] = one;
    return true;
  }

  #isBefore(place: number, other: number): boolean {
    const [one, two] = [this.#entries[place], this.#entries[other]];
    if (one === undefined || two === undefined) return false;
    return one.atNs < two.atNs || (one.atNs === two.atNs && one.order < two.order);
  }
}
