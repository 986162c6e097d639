import type { PhaseEvent } from '../stream/events/phase-event.ts';
import type { WindowName } from '../stream/events/run-event.ts';
import type { RequestRow } from '../stream/rows/request-row.ts';

/** A request without its number, phase and stage, which the journal adds. */
export type PhaseRequest = Omit<RequestRow, 'id' | 'phase' | 'stage'>;

/** Where a phase records events and requests, under its own name. */
export interface PhaseJournal {
  /** Records an event of now, or of the given time. */
  event(event: PhaseEvent, atNs?: number): void;
  request(row: PhaseRequest): void;
  /** Shows a line of progress. */
  step(line: string): void;
  /** Runs `work` inside a window over samples, which also ends when it fails. */
  window<Value>(window: WindowName, work: () => Promise<Value>): Promise<Value>;
  /** The same journal for the requests of a stage. */
  inStage(stage: string): PhaseJournal;
  /** Runs a stage, or a part of one; the server is scraped right before and after. */
  aroundStage<Value>(work: () => Promise<Value>): Promise<Value>;
}
