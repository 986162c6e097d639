import { existsSync } from 'node:fs';
import path from 'node:path';
import { defaultConfig } from '../config/default-config.ts';
import { UsageError } from '../usage-error.ts';

/** The link to the newest run in every output folder. */
const LATEST = 'latest';

function noRun(typed: string, folders: readonly string[]): UsageError {
  const places = folders.map((folder) => `"${path.join(folder, LATEST)}"`).join(' or ');
  return new UsageError(`there is no latest run for "${typed}": no ${places}`, {
    help: 'start a run first: loadcell run, or pass the path of a run directory',
  });
}

/**
 * The run directory that an operand names: a path, or a name in the default output folder, such as `latest` for the newest
 * run. A path takes precedence over a name.
 * @throws {UsageError} when it ends in `latest` and there is no such run
 */
export function findRun(typed: string, workingDirectory: string): string {
  const place = path.resolve(workingDirectory, typed);
  if (existsSync(place)) return place;
  const folders = [path.dirname(place)];
  // A name, not a path.
  if (path.basename(typed) === typed) {
    const outputDir = path.resolve(workingDirectory, defaultConfig().outputDir);
    const named = path.join(outputDir, typed);
    if (existsSync(named)) return named;
    folders.push(outputDir);
  }
  if (path.basename(place) === LATEST) throw noRun(typed, folders);
  return place;
}
