import type { StageEnding } from '../../../src/stream/stage/stage-ending.ts';

/** One way each in which a stage ends itself. */
export const ENDINGS = {
  errors: {
    kind: 'errors',
    afterMs: 2134,
    requests: 80,
    failed: 50,
    last: 74,
    maxErrorRate: 0.5,
    isInWarmup: false,
    errorKind: 'http-5xx',
    errorCount: 48,
    errorMessage: 'The server returned 500: "no".',
  },
  alike: {
    kind: 'errors',
    afterMs: 320,
    requests: 8,
    failed: 8,
    last: 8,
    isInWarmup: true,
    errorKind: 'http-4xx',
    errorCount: 8,
    errorMessage: 'The server returned 400: "too long".',
  },
  outage: {
    kind: 'outage',
    afterMs: 42_300,
    requests: 1204,
    outageMs: 30_100,
    maxOutageMs: 30_000,
    failed: 301,
    errorKind: 'refused',
    errorMessage: 'the server refused the connection',
  },
  saturated: {
    kind: 'saturated',
    afterMs: 12_345,
    requests: 267,
    inFlight: { from: 96.7, to: 368.2 },
    ttftMs: { from: 1747, to: 5702 },
    spanMs: 7538,
  },
} as const satisfies Record<string, StageEnding>;
