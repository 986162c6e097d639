import type { RequestRow } from './rows/request-row.ts';
import type { RunEvent } from './events/run-event.ts';
import type { SampleColumns } from './columns/sample-columns.ts';

/**
 * Observes the streams while they are written: called with the data, in order, on the thread that
 * writes. It must neither keep nor change the data.
 */
export interface StreamObserver {
  samples(batch: SampleColumns): void;
  request(row: RequestRow): void;
  event(event: RunEvent): void;
}
