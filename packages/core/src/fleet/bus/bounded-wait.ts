/** Waits for something, but not longer than `limitMs`. No timer is left that keeps the process alive. */
export async function within(limitMs: number, done: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await Promise.race([
      done,
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, limitMs);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits for something until the signal is aborted; what was waited for goes on.
 * @throws the reason of the signal
 */
export async function unlessAborted<Result>(
  done: Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  const settled = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    const abort = (): void => reject(reasonOf(signal));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true, signal: settled.signal });
  });
  try {
    return await Promise.race([done, aborted]);
  } finally {
    settled.abort();
  }
}

/** The reason of an aborted signal as an error. */
export function reasonOf({ reason }: Pick<AbortSignal, 'reason'>): Error {
  const thrown: unknown = reason;
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
