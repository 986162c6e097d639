import type { RequestRow } from './rows/request-row.ts';
import type { RunEvent } from './events/run-event.ts';
import type { SampleColumns } from './columns/sample-columns.ts';

/**
 * Looks on while the streams are written: called with what was handed to them, in that order, on the thread that
 * writes. What it is called with it must not keep and must not change.
 */
export interface StreamObserver {
  samples(batch: SampleColumns): void;
  request(row: RequestRow): void;
  event(event: RunEvent): void;
}
