import type { RunEvent } from '../../../src/stream/events/run-event.ts';

/** One event of each kind that runs over many machines record. */
export const FLEET_EVENTS: readonly RunEvent[] = [
  { kind: 'clock-exchanged', atNs: 2e9, sentNs: 1e9, remoteNs: 5e9, receivedNs: 1.1e9 },
  {
    kind: 'machine-joined',
    atNs: 2e9,
    machine: 'a',
    roles: ['load'],
    slice: { index: 0, count: 2 },
  },
  { kind: 'machine-lost', atNs: 2e9, machine: 'b', reason: 'no sign of it for 10 s' },
  {
    kind: 'machine-merged',
    atNs: 2e9,
    machine: 'w',
    roles: ['watch'],
    requests: 0,
    clock: { source: 'wall-clock', offsetNs: -4e9, driftPpm: 0, boundNs: Number.NaN },
    timingErrorP99Ns: Number.NaN,
  },
  { kind: 'fleet-unreliable', atNs: 2e9, machine: 'b', phase: 'load', reason: 'it was late' },
];
