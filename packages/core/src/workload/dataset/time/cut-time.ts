import type { DatasetEntry } from '../dataset.ts';
import { shiftEntry, timeOf } from './entry-time.ts';

/** A part of a trace: arrivals from a time on, and before another. */
export interface TimeWindow {
  readonly fromNs?: number;
  readonly toNs?: number;
}

/**
 * The part of a trace within a window, whose first arrival becomes 0: gaps stay. Reads no further than its end.
 * @param entries in order of time, as {@link orderByTime} yields them
 */
export function* cutTime(
  entries: Iterable<DatasetEntry>,
  { fromNs = 0, toNs = Number.POSITIVE_INFINITY }: TimeWindow,
): Generator<DatasetEntry, void> {
  let firstNs: number | undefined;
  // An entry without a time is where the one before it is.
  let placeNs = 0;
  for (const entry of entries) {
    const atNs = timeOf(entry);
    placeNs = atNs ?? placeNs;
    if (placeNs >= toNs) return;
    if (placeNs < fromNs) continue;
    if ('conversation' in entry) firstNs ??= atNs;
    yield shiftEntry(entry, -(firstNs ?? 0));
  }
}
