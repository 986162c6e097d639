import type { Exposition } from './exposition.ts';
import { FamilyNames, type Place } from './family-names.ts';
import { FamilyStore } from './family-store.ts';
import { scanSample } from './scan-sample.ts';

const END_MARK = /^# EOF[\t ]*$/;
/** Notes name this many families with duplicates; the others are counted. */
const NAMED_FAMILIES = 5;

/**
 * Parses metrics in the Prometheus text format (0.0.4, 1.0.0) or in OpenMetrics 1.0 in one pass, and keeps the wanted
 * families. Lines that are neither samples nor comments are skipped and counted. A truncated family is dropped, because a sum
 * over some of its series would look like a counter that decreased.
 * @param isWanted whether to keep a family, by its name without trailing `_total`
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
  /** The family of the previous line, which is incomplete when the body ends within the next. */
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
    // A number at the end of an unfinished line may be the beginning of a larger one.
    const sample = lineFeed < 0 ? undefined : scanSample(line);
    const place = sample === undefined ? undefined : names.placeOf(sample.name);
    if (sample !== undefined) latest = place;
    if (sample === undefined || (place !== undefined && !store.add(place, sample))) {
      skippedLines += 1;
    }
  }
  if (!isEnded && !text.endsWith('\n') && latest !== undefined) store.drop(latest.base);
  if (isCut(text, contentType, isEnded)) notes.push('the body is truncated');
  if (hasMore) notes.push('the body continues after its end mark');
  const doubled = [...store.families.values()].filter(({ duplicates }) => duplicates.size > 0);
  for (const { name, duplicates } of doubled.slice(0, NAMED_FAMILIES)) {
    notes.push(`${name}: ${duplicates.size} duplicate series, the last one counts`);
  }
  if (doubled.length > NAMED_FAMILIES) {
    notes.push(`${doubled.length - NAMED_FAMILIES} more families with duplicate series`);
  }
  return { families: store.families, skippedLines, notes };
}

/** OpenMetrics ends with a mark, text with a line feed. A proxy may mislabel either, so the mark alone suffices. */
function isCut(text: string, contentType: string, isEnded: boolean): boolean {
  if (isEnded) return false;
  return contentType.toLowerCase().includes('openmetrics') || !text.endsWith('\n');
}
