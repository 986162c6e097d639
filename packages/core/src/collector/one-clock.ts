import { runtimeWithOwnClock } from '../stream/clock.ts';
import { NativeUnavailableError } from './sampling-error.ts';

/**
 * Rejects native threads where JavaScript uses a different clock: the timestamps would be hours apart.
 * @throws {NativeUnavailableError} in Bun and in Deno
 */
export function requireOneClock(runtime: string | undefined = runtimeWithOwnClock()): void {
  if (runtime === undefined) return;
  throw new NativeUnavailableError(
    'NATIVE_CLOCK',
    `${runtime} does not use the clock of the native sampler`,
    { help: 'use Node.js 20.20 or later' },
  );
}
