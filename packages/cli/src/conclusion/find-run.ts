import { existsSync } from 'node:fs';
import path from 'node:path';
import { defaultConfig } from '../config/default-config.ts';

/** The link to the newest run in every output folder. */
const LATEST = 'latest';

/**
 * The run directory that an operand names: a path, or `latest` for the newest run of the default output folder. A directory
 * called `latest` in the working directory takes precedence.
 */
export function findRun(typed: string, workingDirectory: string): string {
  const place = path.resolve(workingDirectory, typed);
  if (typed !== LATEST || existsSync(place)) return place;
  return path.resolve(workingDirectory, defaultConfig().outputDir, LATEST);
}
