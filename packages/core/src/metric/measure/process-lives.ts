import type { RunEvent } from '../../stream/events/run-event.ts';

/** More than a machine has, so that a pid and which process of that pid it is make one number. */
export const MAX_PIDS = 2 ** 22;

/** When the second and later processes of a pid were found, CLOCK_MONOTONIC nanoseconds, ascending; only of pids that were reused. */
export type ProcessLives = ReadonlyMap<number, readonly number[]>;

/** Every pid stood for one process. */
export const ONE_LIFE_EACH: ProcessLives = new Map();

/** Which pids stood for several processes of a phase, one after the other. */
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

/** Which of the processes of a pid a stamp belongs to, from 0. */
export function lifeAt(lives: ProcessLives, pid: number, atNs: number): number {
  const found = lives.get(pid);
  if (found === undefined) return 0;
  const next = found.findIndex((foundAtNs) => foundAtNs > atNs);
  return next === -1 ? found.length : next;
}
