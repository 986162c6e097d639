import { existsSync } from 'node:fs';
import path from 'node:path';
import { defaultConfig } from '../config/default-config.ts';

/** The link to the newest run that every output folder has. */
const LATEST = 'latest';

/**
 * The directory of a run as it was typed: a path, or `latest` for the newest run of the default output folder, unless a
 * directory of that name stands in the working directory.
 */
export function findRun(typed: string, workingDirectory: string): string {
  const place = path.resolve(workingDirectory, typed);
  if (typed !== LATEST || existsSync(place)) return place;
  return path.resolve(workingDirectory, defaultConfig().outputDir, LATEST);
}
