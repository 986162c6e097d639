import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that this script is part of. */
export const rootDir = fileURLToPath(new URL('../..', import.meta.url));

/** State of the set-up. Outside of `node_modules`, which `npm ci` removes. */
export const stateDir = path.join(rootDir, '.setup');

/** @param {string[]} steps path within the checkout */
export function inRoot(...steps) {
  return path.join(rootDir, ...steps);
}
