import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Folder of generated models: `$XDG_CACHE_HOME/loadcell/models` or `~/.cache/…`; a relative value is ignored. */
export function findModelCacheFolder(environment: NodeJS.ProcessEnv): string {
  const configured = environment['XDG_CACHE_HOME'] ?? '';
  const caches = isAbsolute(configured) ? configured : join(homedir(), '.cache');
  return join(caches, 'loadcell', 'models');
}
