import type { EventOf, RunEvent } from '../../stream/events/run-event.ts';

/** An event of a machine, by the clock of the merged run. */
export interface OwnedEvent<Event extends RunEvent = RunEvent> {
  readonly machine: string;
  readonly event: Event;
}

/** What rules know about the run. */
export interface RuleContext {
  /** Machines that send load. */
  readonly loaders: number;
  /** Whether a machine watched the server. */
  readonly isWatched: boolean;
  /** Machines that began a phase. */
  readonly phaseBegan: (phase: string) => number;
  /** Machines that began a stage, or the part of one of that number from 0. */
  readonly stageBegan: (phase: string, stage: string, part: number) => number;
}

/**
 * What becomes of an event of a machine that watched, whose recording knows no phases: it goes to every phase, to the phase of
 * its time, or nowhere.
 */
export type WatchedEvent = 'every-phase' | 'by-time' | 'dropped';

/** How events of one kind of all machines become those of the merged run. */
export interface EventRule {
  readonly watched: WatchedEvent;
  /** Tells apart events of the kind within a phase: the first of each machine belong together, then the second, and so on. */
  readonly keyOf: (event: RunEvent) => string;
  /** @param ordinal the number of these events among those of their key, from 0 */
  readonly combine: (
    events: readonly OwnedEvent[],
    context: RuleContext,
    ordinal: number,
  ) => readonly RunEvent[];
}

/** What a rule of one kind says. */
export interface RuleOf<Kind extends RunEvent['kind']> {
  readonly watched?: WatchedEvent;
  readonly key?: (event: EventOf<Kind>) => string;
  readonly combine: (
    events: readonly OwnedEvent<EventOf<Kind>>[],
    context: RuleContext,
    ordinal: number,
  ) => readonly RunEvent[];
}

/** A rule for events of a kind; a watching machine has none of them unless it says otherwise. */
export function ruleOf<Kind extends RunEvent['kind']>(
  kind: Kind,
  { watched = 'dropped', key = () => '', combine }: RuleOf<Kind>,
): EventRule {
  const isKind = (event: RunEvent): event is EventOf<Kind> => event.kind === kind;
  return {
    watched,
    keyOf: (event) => (isKind(event) ? key(event) : ''),
    combine: (events, context, ordinal) =>
      combine(
        events.flatMap(({ machine, event }) => (isKind(event) ? [{ machine, event }] : [])),
        context,
        ordinal,
      ),
  };
}

/** Keeps the events of all machines. */
export function all(events: readonly OwnedEvent[]): RunEvent[] {
  return events.map(({ event }) => event);
}

/** Keeps that of the first machine that has one: what all of them found about the same server. */
export function first(events: readonly OwnedEvent[]): RunEvent[] {
  return events.slice(0, 1).map(({ event }) => event);
}

/** Keeps none. */
export function none(): RunEvent[] {
  return [];
}

/** The sum of a field over all machines. */
export function sumOf<Event extends RunEvent>(
  events: readonly OwnedEvent<Event>[],
  of: (event: Event) => number,
): number {
  return events.reduce((sum, { event }) => sum + of(event), 0);
}

/** Timestamp of the earliest event, nanoseconds. */
export function earliestNs(events: readonly OwnedEvent[]): number {
  return events.reduce((least, { event }) => Math.min(least, event.atNs), Infinity);
}

/** Timestamp of the latest event, nanoseconds. */
export function latestNs(events: readonly OwnedEvent[]): number {
  return events.reduce((most, { event }) => Math.max(most, event.atNs), 0);
}
