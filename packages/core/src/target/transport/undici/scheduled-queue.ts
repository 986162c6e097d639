/** Entries by scheduled start, earliest first; those without one in order of insertion. */
export class ScheduledQueue<Entry extends { readonly scheduledNs: number }> {
  #entries: Entry[] = [];
  /** Entries before this index are taken. */
  #first = 0;

  get size(): number {
    return this.#entries.length - this.#first;
  }

  /** The earliest entry; undefined if there is none. */
  peek(): Entry | undefined {
    return this.#entries[this.#first];
  }

  take(): Entry | undefined {
    const entry = this.#entries[this.#first];
    if (entry === undefined) return undefined;
    this.#first += 1;
    // Taken entries are freed in large blocks, so that taking one has a constant cost.
    if (this.#first > 1024 && this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
    return entry;
  }

  /** Cheap for entries in chronological order, as in schedules. */
  add(entry: Entry): void {
    let place = this.#entries.length;
    if ((this.#entries.at(-1)?.scheduledNs ?? -Infinity) > entry.scheduledNs) {
      place = this.#placeOf(entry.scheduledNs);
    }
    this.#entries.splice(place, 0, entry);
  }

  /** Removes all chosen entries. */
  takeWhere(isChosen: (entry: Entry) => boolean): Entry[] {
    const left = this.#entries.slice(this.#first);
    this.#entries = left.filter((entry) => !isChosen(entry));
    this.#first = 0;
    return left.filter(isChosen);
  }

  /** The index after all entries scheduled at that time or before. */
  #placeOf(scheduledNs: number): number {
    let low = this.#first;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.scheduledNs ?? Infinity) <= scheduledNs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
