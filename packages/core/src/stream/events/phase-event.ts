import type { RunEvent } from './run-event.ts';

/** An event of a phase, without its timestamp and phase, which the journal of the phase adds. */
export type PhaseEvent = PhaseEventOf<Extract<RunEvent, { phase: string }>>;

type PhaseEventOf<Event> = Event extends RunEvent ? Omit<Event, 'atNs' | 'phase'> : never;
