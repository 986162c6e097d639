import { runtimeWithOwnClock } from '../stream/clock.ts';
import { NativeUnavailableError } from './sampling-error.ts';

/**
 * Refuses native threads where JavaScript has another clock: their stamps and its own would be hours apart.
 * @throws {NativeUnavailableError} in Bun and in Deno
 */
export function requireOneClock(runtime: string | undefined = runtimeWithOwnClock()): void {
  if (runtime === undefined) return;
  throw new NativeUnavailableError(
    'NATIVE_CLOCK',
    `${runtime} does not use the clock of the native sampler.`,
    { help: 'use Node.js 20.20 or later' },
  );
}
