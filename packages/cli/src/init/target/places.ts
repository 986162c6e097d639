import { statSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '@loadcell/core';

/** Where paths are relative to. */
export interface Places {
  readonly workingDirectory: string;
  /** Folder of the configuration file. */
  readonly folder: string;
}

/** @throws {ConfigError} when there is no such file */
function existingFile(what: string, file: string, { workingDirectory }: Places): string {
  const absolute = path.resolve(workingDirectory, file);
  const found = statSync(absolute, { throwIfNoEntry: false });
  if (found?.isFile() === true) return absolute;
  const reason = found === undefined ? 'does not exist' : 'is not a file';
  throw new ConfigError(`the ${what} ${absolute} ${reason}`, { help: 'correct the path' });
}

/**
 * The path of a model file in the configuration.
 * @throws {ConfigError} when there is no such file
 */
export function modelFile(file: string, places: Places): string {
  return path.relative(places.folder, existingFile('model file', file, places));
}

/**
 * The name of an engine module in the configuration: a path begins with a dot or a slash, any other name is a package.
 * @throws {ConfigError} for a path without a file
 */
export function moduleName(engine: string, places: Places): string {
  const isPath = /^\.{0,2}\/|\.[cm]?[jt]s$/u.test(engine);
  if (!isPath) return engine;
  const relative = path.relative(places.folder, existingFile('engine module', engine, places));
  return relative.startsWith('.') ? relative : `./${relative}`;
}
