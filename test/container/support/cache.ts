import { homedir } from 'node:os';
import path from 'node:path';

/** Folder that every checkout of a user shares: base images are built once. */
export function cacheDir(): string {
  const { XDG_CACHE_HOME } = process.env;
  // The specification of that variable says to ignore relative paths.
  const isUsable = XDG_CACHE_HOME !== undefined && path.isAbsolute(XDG_CACHE_HOME);
  const caches = isUsable ? XDG_CACHE_HOME : path.join(homedir(), '.cache');
  return path.join(caches, 'loadcell', 'container');
}
