import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that this script is part of. */
export const rootDir = fileURLToPath(new URL('../..', import.meta.url));

/** State of the checkout that is removed with `node_modules`. */
export const cacheDir = path.join(rootDir, 'node_modules', '.cache');

/** @param {string[]} steps path within the checkout */
export function inRoot(...steps) {
  return path.join(rootDir, ...steps);
}
