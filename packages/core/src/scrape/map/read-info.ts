import type { Family } from '../exposition/exposition.ts';
import type { ServerReading } from '../server-reading.ts';
import type { ServerMap } from './server-map.ts';

/** Labels of the families whose labels are settings, by family name. */
export function readInfo(
  map: ServerMap,
  families: ReadonlyMap<string, Family>,
): ServerReading['info'] {
  const info = new Map<string, readonly Readonly<Record<string, string>>[]>();
  for (const base of map.info ?? []) {
    const family = families.get(base);
    if (family === undefined || family.scalars.size === 0) continue;
    const all = [...family.scalars.values()];
    info.set(
      family.name,
      all.map(({ labels }) => Object.fromEntries(labels)),
    );
  }
  for (const base of map.newestInfo ?? []) {
    const family = families.get(base);
    if (family === undefined) continue;
    const dated = [...family.scalars.values()].filter(({ value }) => Number.isFinite(value));
    if (dated.length === 0) continue;
    const newest = dated.reduce((best, one) => (one.value > best.value ? one : best));
    info.set(family.name, [Object.fromEntries(newest.labels)]);
  }
  return info;
}
