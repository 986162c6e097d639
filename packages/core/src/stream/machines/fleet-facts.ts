import type { EventOf, RunEvent } from '../events/run-event.ts';

/** What is recorded about the machines of a run merged from several. */
export interface FleetFacts {
  /** In the order in which they were merged. */
  readonly machines: readonly EventOf<'machine-merged'>[];
  readonly lost: readonly EventOf<'machine-lost'>[];
  readonly unreliable: readonly EventOf<'fleet-unreliable'>[];
}

/** The machines of a run; undefined for a run that was not merged. */
export function fleetFacts(events: readonly RunEvent[]): FleetFacts | undefined {
  const machines = events.filter((event) => event.kind === 'machine-merged');
  const lost = events.filter((event) => event.kind === 'machine-lost');
  const unreliable = events.filter((event) => event.kind === 'fleet-unreliable');
  if (machines.length + lost.length + unreliable.length === 0) return undefined;
  return { machines, lost, unreliable };
}
