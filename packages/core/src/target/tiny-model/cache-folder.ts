import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where made models are kept: `$XDG_CACHE_HOME/loadcell/models`, by default in `~/.cache`. A relative value is ignored, as its specification says. */
export function findModelCacheFolder(environment: NodeJS.ProcessEnv): string {
  const configured = environment['XDG_CACHE_HOME'] ?? '';
  const caches = isAbsolute(configured) ? configured : join(homedir(), '.cache');
  return join(caches, 'loadcell', 'models');
}
