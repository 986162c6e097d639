import { ENDING_SIGNALS } from './interruption.ts';

/** The longest delay of a timer. */
const KEEP_ALIVE_MS = 2 ** 31 - 1;

/**
 * Resolves at the first signal that ends a process, which it keeps alive until then.
 * @param release ends the wait
 */
export function untilInterrupted(release?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // Neither a native thread nor a signal listener keeps this process alive.
    const keepAlive = setInterval(() => {}, KEEP_ALIVE_MS);
    const stop = (): void => {
      clearInterval(keepAlive);
      for (const signal of ENDING_SIGNALS) process.off(signal, stop);
      release?.removeEventListener('abort', stop);
      resolve();
    };
    for (const signal of ENDING_SIGNALS) process.on(signal, stop);
    release?.addEventListener('abort', stop);
  });
}
