/**
 * Now, in CLOCK_MONOTONIC nanoseconds: the clock of every stamp, here, in children and in native threads. Bun and Deno count
 * from the start of the process instead, see {@link runtimeWithOwnClock}.
 */
export function nowNs(): number {
  return Number(process.hrtime.bigint());
}

/** The runtime whose clock is its own and not CLOCK_MONOTONIC, with its version; undefined in Node. */
export function runtimeWithOwnClock(
  versions: Readonly<Record<string, string | undefined>> = process.versions,
): string | undefined {
  if (versions['bun'] !== undefined) return `Bun ${versions['bun']}`;
  return versions['deno'] === undefined ? undefined : `Deno ${versions['deno']}`;
}
