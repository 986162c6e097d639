import type { BusEntry, BusKv } from '../../../src/fleet/bus/bus.ts';

/** A bucket whose values a test puts; `>` matches every rest of a key. */
export class Bucket implements Pick<BusKv, 'watch'> {
  readonly #watches = new Map<string, (entry: BusEntry) => void>();
  /** Whether a second pattern cannot be watched. */
  isBroken = false;

  async watch(pattern: string, onEntry: (entry: BusEntry) => void) {
    if (this.isBroken && this.#watches.size > 0) throw new Error('no such bucket');
    this.#watches.set(pattern, onEntry);
    return { close: () => void this.#watches.delete(pattern) };
  }

  get watched(): number {
    return this.#watches.size;
  }

  put(key: string): void {
    for (const [pattern, onEntry] of this.#watches) {
      const isBelow = pattern.endsWith('>') && key.startsWith(pattern.slice(0, -1));
      if (key === pattern || isBelow) onEntry({ key, value: {} });
    }
  }
}
