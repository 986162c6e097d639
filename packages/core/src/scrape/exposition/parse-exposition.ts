import type { Exposition } from './exposition.ts';
import { FamilyNames, type Place } from './family-names.ts';
import { FamilyStore } from './family-store.ts';
import { scanSample } from './scan-sample.ts';

const END_MARK = /^# EOF[\t ]*$/;
/** Duplicates are named for this many families; the rest is counted. */
const NAMED_FAMILIES = 5;

/**
 * Reads metrics in the Prometheus text format (0.0.4, 1.0.0) or in OpenMetrics 1.0, in one pass, and keeps the families
 * that are wanted. A line that is neither sample nor comment is skipped and counted; a family that is cut off is dropped,
 * since a sum over a part of its series would look like a counter that fell.
 * @param isWanted whether to keep a family, by its name less trailing `_total`
 */
export function parseExposition(
  text: string,
  contentType: string,
  isWanted: (base: string) => boolean,
): Exposition {
  const names = new FamilyNames(isWanted);
  const store = new FamilyStore();
  const notes: string[] = [];
  let skippedLines = 0;
  /** The family of the line before, which is not whole when the body ends within the next. */
  let latest: Place | undefined;
  let isEnded = false;
  let hasMore = false;
  let start = 0;
  while (start < text.length) {
    const lineFeed = text.indexOf('\n', start);
    const end = lineFeed < 0 ? text.length : lineFeed;
    const line = text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end);
    start = end + 1;
    if (line.trim() === '') continue;
    if (END_MARK.test(line)) {
      isEnded = true;
      continue;
    }
    hasMore ||= isEnded;
    if (line.trimStart().startsWith('#')) {
      names.readComment(line);
      latest = undefined;
      continue;
    }
    // The number at the end of a line without its end may be the beginning of a larger one.
    const sample = lineFeed < 0 ? undefined : scanSample(line);
    const place = sample === undefined ? undefined : names.placeOf(sample.name);
    if (sample !== undefined) latest = place;
    if (sample === undefined || (place !== undefined && !store.add(place, sample))) {
      skippedLines += 1;
    }
  }
  if (!isEnded && !text.endsWith('\n') && latest !== undefined) store.drop(latest.base);
  if (isCut(text, contentType, isEnded)) notes.push('the body is cut: its end is missing');
  if (hasMore) notes.push('the body goes on after its end mark');
  const doubled = [...store.families.values()].filter(({ duplicates }) => duplicates.size > 0);
  for (const { name, duplicates } of doubled.slice(0, NAMED_FAMILIES)) {
    notes.push(`${name}: ${duplicates.size} duplicate series, the later counts`);
  }
  if (doubled.length > NAMED_FAMILIES) {
    notes.push(`${doubled.length - NAMED_FAMILIES} more families with duplicate series`);
  }
  return { families: store.families, skippedLines, notes };
}

/** OpenMetrics ends with a mark, text with a line feed. A proxy may mislabel either, so the mark alone is enough. */
function isCut(text: string, contentType: string, isEnded: boolean): boolean {
  if (isEnded) return false;
  return contentType.toLowerCase().includes('openmetrics') || !text.endsWith('\n');
}
