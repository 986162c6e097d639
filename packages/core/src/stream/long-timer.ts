import { setTimeout as delay } from 'node:timers/promises';

/** Node fires longer timers immediately: 24.8 days. */
const LONGEST_MS = 2 ** 31 - 1;

/** A timer of any length. It keeps the process alive, as those of Node do. */
export class LongTimer {
  #timer: NodeJS.Timeout | undefined;

  /** @param delayMs at least 0; `Infinity` for never */
  constructor(act: () => void, delayMs: number) {
    this.#wait(act, delayMs);
  }

  /** Stops it; nothing once it has fired. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #wait(act: () => void, leftMs: number): void {
    const stepMs = Math.min(leftMs, LONGEST_MS);
    this.#timer = setTimeout(() => {
      if (leftMs > stepMs) this.#wait(act, leftMs - stepMs);
      else act();
    }, stepMs);
  }
}

/**
 * Waits for any length of time.
 * @throws the signal's reason when it is aborted while waiting
 */
export async function waitFor(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    let leftMs = delayMs;
    for (; leftMs > LONGEST_MS; leftMs -= LONGEST_MS) {
      await delay(LONGEST_MS, undefined, { signal });
    }
    await delay(leftMs, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
