import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stateDir } from './paths.mjs';

const stampFile = path.join(stateDir, 'stamps.json');

/**
 * Fingerprints of the sources that each step last used. With a missing or damaged file, all steps run again, which is
 * always right and only slower.
 * @returns {Record<string, string>}
 */
export function readStamps() {
  try {
    const stamps = JSON.parse(readFileSync(stampFile, 'utf8'));
    return typeof stamps === 'object' && stamps !== null ? stamps : {};
  } catch (error) {
    if (error instanceof SyntaxError || error.code === 'ENOENT') return {};
    throw error;
  }
}

/**
 * @param {string} step
 * @param {string} fingerprint
 */
export function writeStamp(step, fingerprint) {
  mkdirSync(stateDir, { recursive: true });
  const draft = `${stampFile}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify({ ...readStamps(), [step]: fingerprint }, null, 2)}\n`);
  renameSync(draft, stampFile);
}
