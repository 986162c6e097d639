import { requireOneClock } from '../collector/one-clock.ts';
import { requireNative } from '../collector/process-sampler.ts';
import type { RunConfig } from '../config/parse-config.ts';
import { isStarted } from '../config/target/is-server.ts';

/**
 * Loads the native part before anything is measured, where the run needs it: to start or sample a process. A server that runs
 * already, and is not sampled, is measured without it.
 * @throws {NativeUnavailableError} when it is needed and cannot be loaded
 */
export function requireNativeFor({ target }: RunConfig): void {
  const isSampled = target.url === undefined || isStarted(target) || target.pid !== undefined;
  if (isSampled) requireNative();
  else requireOneClock();
}
