import { LoadcellError, ResourceError } from '../../spec/error/errors.ts';
import { earliestNs, first, latestNs, none, ruleOf } from './event-rule.ts';

/** How a run ends where one of its machines ended so: the gravest first. */
const STATUSES = ['failed', 'interrupted', 'complete'] as const;

/** Rules for the course of a run and of its phases. */
export const RUN_RULES = {
  'run-began': ruleOf('run-began', {
    combine: (events) => {
      const [reference] = events;
      if (reference === undefined) return [];
      const atNs = earliestNs(events);
      const { event } = reference;
      return [{ ...event, atNs, epochMs: event.epochMs + (atNs - event.atNs) / 1e6 }];
    },
  }),
  'run-ended': ruleOf('run-ended', {
    combine: (events, { loaders }) => {
      // A machine without an end was killed, and so the run is not complete.
      if (events.length < loaders) return [];
      const status = STATUSES.find((one) => events.some(({ event }) => event.status === one));
      const failed = events.find(({ event }) => event.error !== undefined);
      const error = failed?.event.error;
      return [
        {
          kind: 'run-ended',
          atNs: latestNs(events),
          status: status ?? 'failed',
          ...(failed === undefined || error === undefined
            ? {}
            : { error: onMachine(error, failed.machine) }),
        },
      ];
    },
  }),
  'phase-began': ruleOf('phase-began', {
    combine: (events) => first(events).map((event) => ({ ...event, atNs: earliestNs(events) })),
  }),
  'phase-ended': ruleOf('phase-ended', {
    combine: (events, { phaseBegan }) =>
      first(events)
        .filter((event) => 'phase' in event && events.length >= phaseBegan(event.phase ?? ''))
        .map((event) => ({ ...event, atNs: latestNs(events) })),
  }),
  'phase-failed': ruleOf('phase-failed', {
    watched: 'by-time',
    combine: (events) => {
      const failures = events.map(({ machine, event }) => ({
        ...event,
        error: onMachine(event.error, machine),
      }));
      // A machine that was stopped because of another one recorded the failure of that one.
      return failures.filter(
        ({ error }, index) => failures.findIndex((one) => isSame(one.error, error)) === index,
      );
    },
  }),
  'phase-skipped': ruleOf('phase-skipped', {
    // A phase that one machine runs alone is skipped by the others.
    combine: (events, { phaseBegan }) =>
      events.slice(0, 1).flatMap(({ event }) => (phaseBegan(event.phase) === 0 ? [event] : [])),
  }),
  // No request of any machine is in a window, so it is what the windows of all have in common.
  'window-began': ruleOf('window-began', {
    key: ({ window }) => window,
    combine: (events) => first(events).map((event) => ({ ...event, atNs: latestNs(events) })),
  }),
  'window-ended': ruleOf('window-ended', {
    key: ({ window }) => window,
    combine: (events) => first(events).map((event) => ({ ...event, atNs: earliestNs(events) })),
  }),
  'recording-began': ruleOf('recording-began', { combine: none }),
} as const;

/** The error with the name of its machine; one that names a machine is that of another one. */
function onMachine(error: Error, machine: string): Error {
  if (error.message.startsWith('machine ')) return error;
  const summary = `machine ${machine}: ${error instanceof LoadcellError ? error.summary : error.message}`;
  if (!(error instanceof LoadcellError)) return new LoadcellError('RUN', summary);
  const { code, help } = error;
  const options = help === undefined ? {} : { help };
  if (error instanceof ResourceError) return new ResourceError(summary, error, options);
  return new LoadcellError(code, summary, options);
}

function isSame(one: Error, other: Error): boolean {
  if (!(one instanceof LoadcellError && other instanceof LoadcellError)) return one === other;
  return one.code === other.code && one.summary === other.summary;
}
