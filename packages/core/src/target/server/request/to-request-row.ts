import type {
  RequestOutcome,
  RequestPurpose,
  RequestRow,
} from '../../../stream/rows/request-row.ts';
import { UNREPORTED_TIMINGS } from '../../../stream/rows/reported-timings.ts';
import type { FinishedRequest } from './prepared-request.ts';
import type { LoadRequest } from '../load/load-request.ts';
import { reportedTimingsOf } from '../tokens/reported/reported-timings-of.ts';
import type { RequestFailure, RequestFailureKind } from '../failure/request-failure.ts';
import { countTokensOf } from '../tokens/token-counts.ts';

const UNREPORTED_COUNTS = {
  inputTokens: Number.NaN,
  outputTokens: Number.NaN,
  tokenCountSource: 'chunks',
  cachedTokens: Number.NaN,
  residentTokens: Number.NaN,
} as const;

const NO_STAMPS = new Float64Array(0);

/** A request that is over, as far as its row tells of it. */
interface RequestOver {
  readonly request: Pick<
    LoadRequest,
    'model' | 'context' | 'scheduledNs' | 'offeredTokens' | 'maxTokens'
  >;
  readonly finished: FinishedRequest;
}

/** One request as a row of the requests stream, whatever became of it; what it got before it failed is kept. */
export function toRequestRow(
  { request, finished }: RequestOver,
  purpose: RequestPurpose,
): Omit<RequestRow, 'id' | 'phase' | 'stage'> {
  const { facts, response, failure } = finished;
  const counts = response === undefined ? UNREPORTED_COUNTS : countTokensOf(response);
  const contentNs = response?.contentNs ?? NO_STAMPS;
  // Of an answer in one piece only the end is known, also where a stream was asked for.
  const chunkNs = response?.isStreamed === true ? contentNs : NO_STAMPS;
  const offeredTokens = Number.isNaN(request.offeredTokens)
    ? counts.inputTokens
    : request.offeredTokens;
  return {
    purpose,
    model: request.model,
    context: request.context,
    // In a closed loop a request is intended when its turn comes: what it then waits for a connection, its user waits, too.
    scheduledNs:
      [request.scheduledNs, facts.begunNs ?? Number.NaN, facts.sentNs, facts.endNs].find(
        (ns) => !Number.isNaN(ns),
      ) ?? 0,
    sentNs: facts.sentNs,
    connectedNs: facts.connectedNs,
    firstByteNs: facts.firstByteNs,
    firstTokenNs: chunkNs[0] ?? Number.NaN,
    firstAnswerNs: response?.isStreamed === true ? response.firstAnswerNs : Number.NaN,
    lastTokenNs: contentNs.at(-1) ?? Number.NaN,
    endNs: facts.endNs,
    ...counts,
    // A request cut before its response began has no tokens.
    ...(failure?.kind === 'abandoned' && response === undefined ? { outputTokens: 0 } : {}),
    maxOutputTokens: request.maxTokens,
    offeredTokens,
    residentTokens: Math.min(counts.residentTokens, offeredTokens),
    chunkNs,
    resends: facts.resends,
    ...(response === undefined ? UNREPORTED_TIMINGS : reportedTimingsOf(response, facts.headers)),
    ...endingOf(failure),
  };
}

function endingOf(
  failure: RequestFailure | undefined,
): Pick<RequestRow, 'outcome' | 'errorKind' | 'errorMessage'> {
  if (failure === undefined) return { outcome: 'ok', errorKind: '', errorMessage: '' };
  const outcome = outcomeOf(failure.kind);
  // A request that the client cut on purpose is no failure.
  return outcome === 'abandoned'
    ? { outcome, errorKind: '', errorMessage: '' }
    : { outcome, errorKind: failure.kind, errorMessage: failure.message };
}

function outcomeOf(kind: RequestFailureKind): RequestOutcome {
  switch (kind) {
    case 'timeout':
    case 'dropped':
    case 'cancelled':
    case 'abandoned':
      return kind;
    default:
      return 'error';
  }
}
