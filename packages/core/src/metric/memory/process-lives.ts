import type { RunEvent } from '../../stream/events/run-event.ts';

/** More than any pid, those of merged machines included, so that a pid and the index of its process combine into one number. */
export const MAX_PIDS = 2 ** 31;

/** When the second and later processes of each reused pid were found, CLOCK_MONOTONIC nanoseconds, ascending. */
export type ProcessLives = ReadonlyMap<number, readonly number[]>;

/** No pid was reused. */
export const ONE_LIFE_EACH: ProcessLives = new Map();

/** The pids of a phase that stood for several processes, one after the other. */
export function livesOf({ events }: { readonly events: readonly RunEvent[] }): ProcessLives {
  const lives = new Map<number, number[]>();
  for (const event of events) {
    if (event.kind !== 'pid-reused') continue;
    const found = lives.get(event.pid);
    if (found === undefined) lives.set(event.pid, [event.foundAtNs]);
    else found.push(event.foundAtNs);
  }
  for (const found of lives.values()) found.sort((a, b) => a - b);
  return lives;
}

/** The index of the process that a pid stood for at a timestamp, from 0. */
export function lifeAt(lives: ProcessLives, pid: number, atNs: number): number {
  const found = lives.get(pid);
  if (found === undefined) return 0;
  const next = found.findIndex((foundAtNs) => foundAtNs > atNs);
  return next === -1 ? found.length : next;
}
