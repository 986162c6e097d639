import type { ResponseFault, ResponseFaultKind } from './decoded-response.ts';

const MAX_FAULTS = 8;
/** Far more than a message quotes, because secrets are removed before the text is cut. */
const EXAMPLE_CHARACTERS = 4096;

/** Counts what is wrong with the events of a response, and keeps the first faults. */
export class ResponseFaults {
  readonly first: ResponseFault[] = [];
  count = 0;
  /** Whether the server reported an error. */
  hasError = false;

  /** @param example text of the event, or the whole failure in words */
  note(kind: ResponseFaultKind, example: string): void {
    this.count += 1;
    if (kind === 'error-event') this.hasError = true;
    if (this.first.length >= MAX_FAULTS) return;
    this.first.push({ kind, example: example.slice(0, EXAMPLE_CHARACTERS) });
  }
}
