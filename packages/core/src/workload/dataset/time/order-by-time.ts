import { ConfigError } from '../../../spec/error/errors.ts';
import { formatMs, formatNumber } from '../../../spec/format-quantity.ts';
import type { DatasetEntry } from '../dataset.ts';
import { shiftEntry, timeOf } from './entry-time.ts';
import { EntryStore } from './entry-store.ts';
import { ReorderWindow } from './reorder-window.ts';

/** Entries that are held to sort them. */
const WINDOW = 100_000;

/** Characters of texts that are held, whatever the number of entries. */
const MAX_HELD_TEXTS = 64 * 1024 * 1024;

const NS_PER_MS = 1e6;

/**
 * Sorts entries by arrival, stably, and shifts their times so that the first is 0. It holds a window of them: a file may be
 * larger than memory. Entries without a time stay behind the one before them. Ends with a warning where the file was out of order.
 * @param window entries that are held
 * @param help what to do about a file that is more out of order
 * @throws {ConfigError} when an entry belongs before one that has left the window
 */
export function* orderByTime(
  entries: Iterable<DatasetEntry>,
  window: number = WINDOW,
  help = 'sort the file by time',
): Generator<DatasetEntry, void> {
  const sorter = new Sorter(window, help);
  for (const entry of entries) {
    if (sorter.isEmpty && timeOf(entry) === undefined) {
      yield entry;
      continue;
    }
    sorter.push(entry);
    while (sorter.isFull) yield* sorter.release();
  }
  while (!sorter.isEmpty) yield* sorter.release();
  yield* sorter.warnings();
}

class Sorter {
  private readonly window: ReorderWindow;
  private readonly store: EntryStore;
  private readonly size: number;
  private readonly help: string;
  private firstNs: number | undefined;
  /** Time of the entry before. */
  private placeNs = Number.NEGATIVE_INFINITY;
  private releasedNs = Number.NEGATIVE_INFINITY;
  private latestNs = Number.NEGATIVE_INFINITY;
  private late:
    | { readonly line: number; readonly byNs: number; readonly count: number }
    | undefined;

  constructor(size: number, help: string) {
    this.size = size;
    this.help = help;
    this.window = new ReorderWindow(size + 1);
    this.store = new EntryStore(size + 1);
  }

  get isEmpty(): boolean {
    return this.window.size === 0;
  }

  get isFull(): boolean {
    return this.window.size > this.size || this.store.texts > MAX_HELD_TEXTS;
  }

  push(entry: DatasetEntry): void {
    const atNs = timeOf(entry);
    if (atNs !== undefined) {
      this.check(entry, atNs);
      this.placeNs = atNs;
    }
    this.window.push(this.store.put(entry), this.placeNs);
  }

  *warnings(): Generator<DatasetEntry, void> {
    if (this.late === undefined) return;
    const { line, byNs, count } = this.late;
    const rows = count === 1 ? '1 row was' : `${formatNumber(count)} rows were`;
    const byMs = formatMs(byNs / NS_PER_MS);
    yield { warning: { line, reason: `${rows} out of order by up to ${byMs}, now sorted` } };
  }

  private check(entry: DatasetEntry, atNs: number): void {
    if (atNs >= this.latestNs) {
      this.latestNs = atNs;
      return;
    }
    const line = lineOf(entry);
    const byNs = this.latestNs - atNs;
    if (atNs < this.releasedNs) {
      throw new ConfigError(
        `line ${line} is out of order by ${formatMs(byNs / NS_PER_MS)}, beyond a window of ${formatNumber(this.window.size)} rows`,
        { help: this.help },
      );
    }
    const { late } = this;
    this.late =
      late === undefined
        ? { line, byNs, count: 1 }
        : { line: late.line, byNs: Math.max(late.byNs, byNs), count: late.count + 1 };
  }

  /** The next entry in order. */
  *release(): Generator<DatasetEntry, void> {
    const slot = this.window.pop();
    if (slot === undefined) return;
    this.releasedNs = this.window.keyOf(slot);
    if (this.firstNs !== undefined) {
      yield this.store.take(slot, -this.firstNs);
      return;
    }
    const entry = this.store.take(slot, 0);
    // The first that is sent begins the load, not one that failed before it.
    if ('conversation' in entry) this.firstNs = timeOf(entry);
    yield shiftEntry(entry, -(this.firstNs ?? 0));
  }
}

function lineOf(entry: DatasetEntry): number {
  if ('fault' in entry) return entry.fault.line;
  if ('warning' in entry) return entry.warning.line;
  return entry.conversation.turns[0]?.line ?? Number.NaN;
}
