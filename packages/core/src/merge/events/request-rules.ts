import { basename } from 'node:path';
import { all, first, ruleOf, sumOf } from './event-rule.ts';

/** Rules for what is recorded about requests. */
export const REQUEST_RULES = {
  'slos-set': ruleOf('slos-set', { combine: first }),
  outage: ruleOf('outage', { combine: all }),
  'requests-rejected': ruleOf('requests-rejected', {
    combine: (events) =>
      events.slice(0, 1).map(({ event }) => ({
        ...event,
        requests: sumOf(events, ({ requests }) => requests),
        shortestRetryAfterMs: -mostKnown(events.map((one) => -one.event.shortestRetryAfterMs)),
        longestRetryAfterMs: mostKnown(events.map((one) => one.event.longestRetryAfterMs)),
      })),
  }),
  'redirect-followed': ruleOf('redirect-followed', {
    key: ({ fromPath, toPath }) => `${fromPath} ${toPath}`,
    combine: (events) =>
      events.slice(0, 1).map(({ event }) => ({
        ...event,
        requests: sumOf(events, ({ requests }) => requests),
      })),
  }),
  'schema-mismatch': ruleOf('schema-mismatch', { key: ({ stage }) => stage, combine: first }),
  'media-by-url': ruleOf('media-by-url', { combine: first }),
  // Every machine reads the same files as a whole.
  'dataset-read': ruleOf('dataset-read', {
    key: ({ stage, file }) => `${stage} ${basename(file)}`,
    combine: first,
  }),
  'file-read': ruleOf('file-read', {
    key: ({ use, file }) => `${use} ${basename(file)}`,
    combine: first,
  }),
  'conversations-cut': ruleOf('conversations-cut', {
    key: ({ stage, reason }) => `${stage} ${reason}`,
    combine: (events) =>
      events.slice(0, 1).map(({ event }) => ({
        ...event,
        count: sumOf(events, ({ count }) => count),
      })),
  }),
} as const;

/** The largest known value; `NaN` where none is known. */
function mostKnown(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : Math.max(...known);
}
