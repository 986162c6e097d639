import { UNKNOWN_BOUNDS } from './arrival-bounds.ts';
import { UNKNOWN_PATH } from './path-facts.ts';
import { UNREPORTED_TIMINGS } from './reported-timings.ts';
import type { RequestRow } from './request-row.ts';

/** The timestamps of a response that had no tokens. */
const NO_TOKENS_NS = new Float64Array(0);

/** What is known of a request before it is sent. */
export type PlannedRequest = Pick<
  RequestRow,
  'purpose' | 'model' | 'context' | 'scheduledNs' | 'maxOutputTokens' | 'tokenCountSource'
>;

/** The row of a request of which nothing was measured yet; every row of a request begins as this one. */
export function unsentRequest(planned: PlannedRequest): Omit<RequestRow, 'id' | 'phase' | 'stage'> {
  return {
    ...planned,
    sentNs: Number.NaN,
    connectedNs: Number.NaN,
    firstByteNs: Number.NaN,
    firstTokenNs: Number.NaN,
    firstAnswerNs: Number.NaN,
    lastTokenNs: Number.NaN,
    endNs: Number.NaN,
    inputTokens: Number.NaN,
    outputTokens: Number.NaN,
    cachedTokens: Number.NaN,
    offeredTokens: Number.NaN,
    residentTokens: Number.NaN,
    resends: 0,
    ...UNREPORTED_TIMINGS,
    ...UNKNOWN_BOUNDS,
    ...UNKNOWN_PATH,
    chunkNs: NO_TOKENS_NS,
    outcome: 'ok',
    errorKind: '',
    errorMessage: '',
  };
}
