import type { Family } from '../exposition/exposition.ts';
import type { ServerMap } from './server-map.ts';

/**
 * Time at which a family began, Unix seconds: the newest of all engines, the oldest of the series of one engine. A series
 * appears with its first event (such as the first response with status 4xx), which is not a restart.
 */
export function createdSeconds(map: ServerMap, families: readonly Family[]): number | undefined {
  const oldest = new Map<string, number>();
  for (const family of families) {
    for (const { labels, value } of family.created.values()) {
      if (!Number.isFinite(value)) continue;
      const engine = JSON.stringify([
        family.name,
        ...map.engineLabels.map((label) => labels.get(label) ?? ''),
      ]);
      oldest.set(engine, Math.min(oldest.get(engine) ?? Infinity, value));
    }
  }
  let newest: number | undefined;
  for (const seconds of oldest.values()) newest = Math.max(newest ?? seconds, seconds);
  return newest;
}
