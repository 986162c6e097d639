import type { HttpLoad } from './server/load/http-load.ts';
import type { Target } from './target.ts';

/** How many connections a load has. */
export interface LoadConnections {
  /** Opened before the clock starts. */
  readonly connections: number;
  /** Requests under way at once at the most: the concurrency of a closed loop, `Infinity` for an open one without a bound. */
  readonly maxConcurrency: number;
}

/**
 * A target that runs whole loads itself: requests are handed over ahead of their times and leave at them, whatever the
 * main thread does. Others are asked request by request.
 */
export interface LoadRunner {
  /**
   * Opens connections for one load; whoever opens it closes it.
   * @throws {TransportError} when none can be opened
   */
  openLoad(connections: LoadConnections, signal?: AbortSignal): Promise<HttpLoad>;
}

/** Whether a target runs whole loads itself. */
export function isLoadRunner(target: Target): target is Target & LoadRunner {
  return 'openLoad' in target && typeof target.openLoad === 'function';
}
