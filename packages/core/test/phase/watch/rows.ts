import { UNKNOWN_BOUNDS } from '../../../src/stream/rows/arrival-bounds.ts';
import { UNKNOWN_PATH } from '../../../src/stream/rows/path-facts.ts';
import { PLAIN_KIND } from '../../../src/stream/rows/request-kind.ts';
import { UNREPORTED_TIMINGS } from '../../../src/stream/rows/reported-timings.ts';
import type { PhaseRequest } from '../../../src/phase/phase-journal.ts';

/** A request that ended at this millisecond; successful unless it has an error kind. */
export function rowAt(endMs: number, given: Partial<PhaseRequest> = {}): PhaseRequest {
  const { errorKind = '' } = given;
  const wasSent = errorKind !== 'refused';
  return {
    purpose: 'load',
    model: 'm',
    context: '',
    scheduledNs: (endMs - 1) * 1e6,
    sentNs: wasSent ? (endMs - 1) * 1e6 : Number.NaN,
    connectedNs: Number.NaN,
    firstByteNs: errorKind === '' ? endMs * 1e6 : Number.NaN,
    firstTokenNs: Number.NaN,
    firstAnswerNs: Number.NaN,
    lastTokenNs: Number.NaN,
    endNs: endMs * 1e6,
    inputTokens: Number.NaN,
    outputTokens: Number.NaN,
    maxOutputTokens: Number.NaN,
    tokenCountSource: 'usage',
    cachedTokens: Number.NaN,
    offeredTokens: Number.NaN,
    residentTokens: Number.NaN,
    resends: 0,
    ...UNREPORTED_TIMINGS,
    ...UNKNOWN_BOUNDS,
    ...UNKNOWN_PATH,
    ...PLAIN_KIND,
    chunkNs: new Float64Array(0),
    outcome: errorKind === '' ? 'ok' : 'error',
    errorMessage: errorKind === '' ? '' : `It was ${errorKind}.`,
    ...given,
    errorKind,
  };
}
