import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostsDir, inHosts } from '../paths.mjs';

/** @param {string} name of a part */
const stampOf = (name) => inHosts(`${name}.stamp`);
const markOf = (name) => inHosts(`${name}.installing`);

/**
 * One hash of all inputs of a part.
 * @param {readonly unknown[]} inputs
 */
export function fingerprint(...inputs) {
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
}

/** Whether a part was completed from the same inputs. */
export function isMade(name, print) {
  return existsSync(stampOf(name)) && readFileSync(stampOf(name), 'utf8').trim() === print;
}

/** Whether the last attempt to make a part was interrupted. */
export function wasInterrupted(name) {
  return existsSync(markOf(name));
}

/** Marks the start of an attempt. */
export function begin(name) {
  mkdirSync(hostsDir(), { recursive: true });
  rmSync(stampOf(name), { force: true });
  writeFileSync(markOf(name), '');
}

/** Marks a part as made. */
export function finish(name, print) {
  const draft = `${stampOf(name)}.${process.pid}`;
  writeFileSync(draft, `${print}\n`);
  renameSync(draft, stampOf(name));
  rmSync(markOf(name), { force: true });
}
