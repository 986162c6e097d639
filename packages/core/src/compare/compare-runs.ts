import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { compareSides, type ComparedSide, type CompareOptions } from './compare-sides.ts';
import { readComparedRun, type ComparedRun } from './compared-run.ts';
import type { Comparison } from './comparison.ts';
import { openRepeats } from './repeat-set.ts';

/** Opens a side: directories of runs, and of sets of repeats. */
async function readSide(places: readonly string[]): Promise<ComparedSide> {
  const runDirs = (await Promise.all(places.map(openRepeats))).flat();
  const runs: ComparedRun[] = [];
  // In sequence: the streams of several runs may not fit in memory together.
  for (const runDir of runDirs) {
    runs.push(await readComparedRun(runDir, runDirs.length === 1));
  }
  const [place = ''] = places;
  const name = await nameOf(place);
  return { name: places.length === 1 ? name : `${name} and others`, runs };
}

/** The directory of a place, without links: `latest` is a link in every output directory. */
async function nameOf(place: string): Promise<string> {
  const real = await realpath(place);
  return basename(real) || basename(dirname(real));
}

/**
 * Compares candidates with a base. Several directories on one side are repeats of one configuration.
 * @param base directories of runs, or of sets of repeats
 * @param candidates directories of each
 * @throws {MismatchedRunsError} when the runs mismatch, unless that is allowed
 * @throws {ConfigError} when a directory is not a run directory or a damaged one, or for an unknown metric or stage
 */
export async function compareRuns(
  base: readonly string[],
  candidates: readonly (readonly string[])[],
  options: CompareOptions = {},
): Promise<Comparison> {
  const baseSide = await readSide(base);
  const sides: ComparedSide[] = [];
  for (const places of candidates) sides.push(await readSide(places));
  return compareSides(baseSide, sides, options);
}
