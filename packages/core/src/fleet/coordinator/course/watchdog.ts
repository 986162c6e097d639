import type { LoadcellError } from '../../../spec/error/errors.ts';
import type { Crew } from '../crew/choose-crew.ts';
import { LOST_AFTER_MS, type Roster } from '../crew/roster.ts';
import type { AgentCourse } from './course-book.ts';
import { STOP_LIMIT_MS, STORE_LIMIT_MS } from './course-limits.ts';
import { lostError, overdueError, restartedError } from './run-abort.ts';

/** An agent from which nothing more is expected. */
export interface Loss {
  readonly agent: string;
  readonly error: LoadcellError;
}

/** Times of a run, CLOCK_MONOTONIC nanoseconds; absent before they are known. */
export interface CourseTimes {
  readonly nowNs: number;
  /** When the bus was last reached again: agents get a new time limit. */
  readonly connectedNs: number;
  readonly abortedNs?: number;
}

/** Finds agents that are dead, cut off, restarted, or hang. */
export class Watchdog {
  readonly #roster: Roster;
  readonly #instances: ReadonlyMap<string, string>;
  /** When each agent began to store its directory. */
  readonly #storingNs = new Map<string, number>();

  constructor(roster: Roster, { load, watch }: Crew) {
    this.#roster = roster;
    this.#instances = new Map([...load, ...watch].map(({ name, instance }) => [name, instance]));
  }

  /** @param open the agents that something is expected of */
  find(open: readonly AgentCourse[], times: CourseTimes): Loss[] {
    return open.flatMap((course) => {
      const error = this.#errorOf(course, times);
      return error === undefined ? [] : [{ agent: course.name, error }];
    });
  }

  #errorOf(
    { name, state }: AgentCourse,
    { nowNs, connectedNs, abortedNs }: CourseTimes,
  ): LoadcellError | undefined {
    const seen = this.#roster.find(name);
    if (seen !== undefined && seen.presence.instance !== this.#instances.get(name)) {
      return restartedError(name);
    }
    const sinceConnectedMs = (nowNs - connectedNs) / 1e6;
    const silenceMs = Math.min(this.#roster.silenceMs(name), sinceConnectedMs);
    if (silenceMs > LOST_AFTER_MS) return lostError(name, silenceMs);
    if (state?.kind === 'storing') {
      const sinceNs = this.#storingNs.get(name) ?? nowNs;
      this.#storingNs.set(name, sinceNs);
      const isOverdue = (nowNs - sinceNs) / 1e6 > STORE_LIMIT_MS;
      return isOverdue ? overdueError(name, 'store its directory', STORE_LIMIT_MS) : undefined;
    }
    if (abortedNs === undefined || state?.kind === 'ended') return undefined;
    const isOverdue = (nowNs - abortedNs) / 1e6 > STOP_LIMIT_MS;
    return isOverdue ? overdueError(name, 'stop', STOP_LIMIT_MS) : undefined;
  }
}
