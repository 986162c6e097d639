import { baseName, type Exposition, type Family } from '../exposition/exposition.ts';
import { QUANTITIES, type QuantityName } from '../quantities.ts';
import type { SeriesReading, ServerReading } from '../server-reading.ts';
import { createdSeconds } from './created-seconds.ts';
import { readHistograms } from './read-histograms.ts';
import { readInfo } from './read-info.ts';
import { readScalars } from './read-scalars.ts';
import { mappedName, PROCESS_START } from './registry.ts';
import type { ServerMap } from './server-map.ts';

/** Reads all quantities of a map from a body. */
export function readMap(map: ServerMap, exposition: Exposition): ServerReading {
  const families = new Map<string, Family>();
  for (const [base, family] of exposition.families) families.set(mappedName(map, base), family);
  const notes = new Set(exposition.notes);
  const series: SeriesReading[] = [];
  const created = new Map<string, number>();
  const done = new Set<QuantityName>();
  for (const entry of map.entries) {
    if (done.has(entry.quantity)) continue;
    const found = entry.families.flatMap((name) => families.get(baseName(name)) ?? []);
    const [first] = found;
    if (first === undefined || found.length < entry.families.length) continue;
    const readings =
      QUANTITIES[entry.quantity].kind === 'histogram'
        ? readHistograms(map, entry, first, notes)
        : readScalars(map, entry, found);
    const [reading] = readings;
    if (reading === undefined) continue;
    done.add(entry.quantity);
    for (const one of readings) series.push(one);
    if (entry.note !== undefined) notes.add(entry.note);
    const seconds = createdSeconds(map, found);
    if (seconds !== undefined) created.set(reading.family, seconds);
  }
  const started = startOf(families.get(PROCESS_START));
  return {
    server: map.server,
    series,
    ...(started === undefined ? {} : { processStartSeconds: started }),
    createdSeconds: created,
    info: readInfo(map, families),
    skippedLines: exposition.skippedLines,
    notes: [...notes],
  };
}

function startOf(family: Family | undefined): number | undefined {
  const starts = [...(family?.scalars.values() ?? [])].map(({ value }) => value);
  return starts.length === 1 && Number.isFinite(starts[0]) ? starts[0] : undefined;
}
