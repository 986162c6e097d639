import type { RunEvent, WindowName } from '../stream/events/run-event.ts';
import type { RequestRow } from '../stream/rows/request-row.ts';

/** An event without what the journal adds: its stamp and its phase. */
export type PhaseEvent = PhaseEventOf<Exclude<RunEvent, { kind: 'run-began' | 'run-ended' }>>;

type PhaseEventOf<Event> = Event extends RunEvent ? Omit<Event, 'atNs' | 'phase'> : never;

/** A request without what the journal adds: its number, its phase and its stage. */
export type PhaseRequest = Omit<RequestRow, 'id' | 'phase' | 'stage'>;

/** Where a phase writes what happens: the events and requests streams, under its own name. */
export interface PhaseJournal {
  /** Notes something that happens now, or at the stamp given. */
  event(event: PhaseEvent, atNs?: number): void;
  request(row: PhaseRequest): void;
  /** One line for a person who watches. */
  step(line: string): void;
  /** Runs `work` inside a window over samples; the window is closed also when it fails. */
  window<Value>(window: WindowName, work: () => Promise<Value>): Promise<Value>;
  /** The same journal for the requests of a stage. */
  inStage(stage: string): PhaseJournal;
  /** Runs a stage, or a part of one; what is read of the server is read right before and after. */
  aroundStage<Value>(work: () => Promise<Value>): Promise<Value>;
}
