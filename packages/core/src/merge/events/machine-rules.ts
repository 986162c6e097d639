import type { EventOf, RunEvent } from '../../stream/events/run-event.ts';
import { all, first, none, ruleOf, type OwnedEvent } from './event-rule.ts';

/** Metrics of the process of the server: a client on another machine cannot measure them, and a watching one does. */
const METRICS_OF_PROCESSES: ReadonlySet<string> = new Set([
  'memoryUsage',
  'anonymousMemory',
  'memoryGrowthPerRequest',
  'memoryGrowthPerKilotoken',
  'retainedMemory',
  'switchMemoryOverlap',
]);

/** Rules for what is sampled, and for what the machines say about themselves. */
export const MACHINE_RULES = {
  'sampling-quality': ruleOf('sampling-quality', { watched: 'every-phase', combine: all }),
  'gpu-inventory': ruleOf('gpu-inventory', { watched: 'every-phase', combine: inventoryOf }),
  'not-sampled': ruleOf('not-sampled', {
    watched: 'every-phase',
    key: ({ reason }) => reason,
    combine: first,
  }),
  'limit-near': ruleOf('limit-near', { watched: 'by-time', combine: all }),
  'limit-crossed': ruleOf('limit-crossed', { watched: 'by-time', combine: all }),
  'pid-reused': ruleOf('pid-reused', { watched: 'by-time', combine: all }),
  'oom-kill': ruleOf('oom-kill', { watched: 'by-time', combine: all }),
  'cgroup-changed': ruleOf('cgroup-changed', { watched: 'by-time', combine: all }),
  'kernel-caches-found': ruleOf('kernel-caches-found', { watched: 'every-phase', combine: all }),
  'not-measured': ruleOf('not-measured', {
    key: ({ metric, isLimitation }) => `${metric} ${isLimitation === true}`,
    combine: (events, { phaseBegan, isWatched }) =>
      events.slice(0, 1).flatMap(({ event }) => {
        const isOfAll = events.length >= phaseBegan(event.phase);
        const isWatchedFor = isWatched && METRICS_OF_PROCESSES.has(event.metric);
        return isOfAll && !isWatchedFor ? [event] : [];
      }),
  }),
  mark: ruleOf('mark', { watched: 'by-time', combine: all }),
  span: ruleOf('span', { watched: 'by-time', combine: all }),
  // Stays with the machine whose clock it is about: the merged run has the line that was fitted.
  'clock-exchanged': ruleOf('clock-exchanged', { combine: none }),
  'machine-joined': ruleOf('machine-joined', { combine: all }),
  'machine-lost': ruleOf('machine-lost', { combine: all }),
  'machine-merged': ruleOf('machine-merged', { combine: all }),
  'fleet-unreliable': ruleOf('fleet-unreliable', { combine: all }),
} as const;

/** The GPUs of all machines together. */
function inventoryOf(events: readonly OwnedEvent<EventOf<'gpu-inventory'>>[]): RunEvent[] {
  return events.slice(-1).map(({ event }) => ({
    ...event,
    isOpen: events.some((one) => one.event.isOpen),
    devices: events.flatMap((one) => one.event.devices),
    problems: events.flatMap((one) => one.event.problems),
  }));
}
