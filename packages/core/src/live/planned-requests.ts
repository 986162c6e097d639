import type { StageLoad } from '../stream/stage/stage-load.ts';

/** The number of measured requests of a stage, as far as its load determines it. */
export interface PlannedRequests {
  /** `about`: arrivals are drawn, or their times are rounded to whole requests. */
  readonly bound: 'exactly' | 'about' | 'at-least';
  /** Above 0. */
  readonly count: number;
}

/** The number of measured requests that a worker sends of a load; undefined if only time bounds it. */
export function plannedRequests(
  load: StageLoad,
  { count } = { count: 1 },
): PlannedRequests | undefined {
  const planned = plannedOfAll(load);
  if (planned === undefined || count === 1) return planned;
  return some('about', Math.round(planned.count / count));
}

function plannedOfAll(load: StageLoad): PlannedRequests | undefined {
  switch (load.kind) {
    case 'sequential':
    case 'closed':
    case 'sessions':
    case 'users':
      return exactly(load.requests) ?? some('at-least', load.minRequests ?? 0);
    case 'open': {
      const { requests, ratePerSecond, durationMs = 0, minRequests = 0 } = load;
      const expected = Math.round((ratePerSecond * durationMs) / 1000);
      return exactly(requests) ?? some('about', Math.max(minRequests, expected));
    }
    case 'ramp': {
      const { fromPerSecond, toPerSecond, durationMs } = load;
      return some('about', Math.round(((fromPerSecond + toPerSecond) / 2) * (durationMs / 1000)));
    }
    case 'trace':
      return exactly(load.requests);
  }
}

function exactly(count: number | undefined): PlannedRequests | undefined {
  return some('exactly', count ?? 0);
}

function some(bound: PlannedRequests['bound'], count: number): PlannedRequests | undefined {
  return count > 0 ? { bound, count } : undefined;
}
