import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of environments, model and stamps: outside the checkout, so that every checkout of a user shares it. */
export function hostsDir() {
  const { XDG_CACHE_HOME } = process.env;
  // The specification of that variable says to ignore relative paths.
  const isUsable = XDG_CACHE_HOME !== undefined && path.isAbsolute(XDG_CACHE_HOME);
  return path.join(isUsable ? XDG_CACHE_HOME : path.join(homedir(), '.cache'), 'loadcell', 'hosts');
}

/** @param {string[]} steps path within the folder */
export function inHosts(...steps) {
  return path.join(hostsDir(), ...steps);
}

/**
 * A file of the scripts for real servers.
 * @param {string} file
 */
export function inScripts(file) {
  return fileURLToPath(new URL(file, import.meta.url));
}
