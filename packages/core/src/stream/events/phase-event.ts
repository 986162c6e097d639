import type { RunEvent } from './run-event.ts';

/** An event without its timestamp and phase, which the journal of the phase adds. */
export type PhaseEvent = PhaseEventOf<Exclude<RunEvent, { kind: 'run-began' | 'run-ended' }>>;

type PhaseEventOf<Event> = Event extends RunEvent ? Omit<Event, 'atNs' | 'phase'> : never;
