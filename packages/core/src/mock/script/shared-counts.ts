import type { MockServerOptions } from '@loadcell/native';

/** Places of the numbers that the thread of the mock server shares. */
export const COUNTS = Object.freeze({
  /** One of {@link START}. */
  start: 0,
  port: 1,
  acceptedConnections: 2,
  requests: 3,
  answered: 4,
  abandoned: 5,
  rejected: 6,
  events: 7,
});

/** How far the start of the server is. */
export const START = Object.freeze({ pending: 0, listening: 1, failed: 2 });

/** What the thread of the mock server gets. */
export interface ScriptMockData {
  readonly options: MockServerOptions;
  readonly host: string;
  readonly counts: Int32Array;
}
