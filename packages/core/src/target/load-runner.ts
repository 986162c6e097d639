import type { HttpLoad, LoadConnections } from './server/load/http-load.ts';
import type { Target } from './target.ts';

/**
 * A target that runs whole loads itself: requests are handed over ahead of time and sent on time, whatever the main thread
 * does. Other targets are asked request by request.
 */
export interface LoadRunner {
  /**
   * Opens connections for one load; the caller closes it.
   * @throws {TransportError} when none can be opened
   */
  openLoad(connections: LoadConnections, signal?: AbortSignal): Promise<HttpLoad>;
}

/** Whether a target runs whole loads itself. */
export function isLoadRunner(target: Target): target is Target & LoadRunner {
  return 'openLoad' in target && typeof target.openLoad === 'function';
}
