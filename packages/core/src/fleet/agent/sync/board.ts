import { reasonOf } from '../../bus/bounded-wait.ts';

/** The last values of keys, and who waits for them. */
export class Board {
  readonly #values = new Map<string, unknown>();
  readonly #listeners = new Map<string, Set<(value: unknown) => void>>();

  /** @param value undefined for a deleted key */
  set(key: string, value: unknown): void {
    if (value === undefined) return;
    this.#values.set(key, value);
    for (const listener of this.#listeners.get(key) ?? []) listener(value);
  }

  /** Calls back with the value, once it is there and with each change. @returns what ends it */
  listen(key: string, listener: (value: unknown) => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners);
    listeners.add(listener);
    const value = this.#values.get(key);
    if (value !== undefined) listener(value);
    return () => void listeners.delete(listener);
  }

  /** @throws the reason of the signal */
  async until(key: string, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    const ends: (() => void)[] = [];
    try {
      return await new Promise((resolve, reject) => {
        const abort = (): void => reject(reasonOf(signal));
        signal.addEventListener('abort', abort, { once: true });
        ends.push(() => signal.removeEventListener('abort', abort), this.listen(key, resolve));
      });
    } finally {
      for (const end of ends) end();
    }
  }
}
