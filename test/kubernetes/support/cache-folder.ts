import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Folder of the programs that check manifests: every checkout of a user shares it. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME } = process.env;
  // The specification of that variable says to ignore relative paths.
  const isUsable = XDG_CACHE_HOME !== undefined && path.isAbsolute(XDG_CACHE_HOME);
  const cache = isUsable ? XDG_CACHE_HOME : path.join(homedir(), '.cache');
  const folder = path.join(cache, 'loadcell', 'kubernetes');
  mkdirSync(folder, { recursive: true });
  return folder;
}
