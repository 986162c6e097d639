import type { RequestRow } from './request-row.ts';
import type { RunEvent } from './run-event.ts';
import type { SampleColumns } from './sample-columns.ts';

/**
 * Looks on while the streams are written: called with what was handed to them, in that order, on the thread that
 * writes. What it is called with it must not keep and must not change.
 */
export interface StreamObserver {
  samples(batch: SampleColumns): void;
  request(row: RequestRow): void;
  event(event: RunEvent): void;
}
