import type {
  RequestOutcome,
  RequestPurpose,
  RequestRow,
} from '../../../stream/rows/request-row.ts';
import { UNREPORTED_TIMINGS } from '../../../stream/rows/reported-timings.ts';
import type { FinishedRequest } from './exchange-request.ts';
import type { LoadRequest } from '../load/load-request.ts';
import { reportedTimingsOf } from '../tokens/reported/reported-timings-of.ts';
import type { RequestFailure, RequestFailureKind } from '../failure/request-failure.ts';
import { countTokensOf } from '../tokens/token-counts.ts';

const UNTOLD = {
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
    'model' | 'context' | 'dueNs' | 'offeredTokens' | 'maxTokens'
  >;
  readonly answered: FinishedRequest;
}

/** One request as a row of the requests stream, whatever became of it; what it got before it failed is kept. */
export function toRequestRow(
  { request, answered }: RequestOver,
  purpose: RequestPurpose,
): Omit<RequestRow, 'id' | 'phase' | 'stage'> {
  const { facts, answer, failure } = answered;
  const counts = answer === undefined ? UNTOLD : countTokensOf(answer);
  const contentNs = answer?.contentNs ?? NO_STAMPS;
  // Of an answer in one piece only the end is known, also where a stream was asked for.
  const chunkNs = answer?.isStreamed === true ? contentNs : NO_STAMPS;
  const offeredTokens = Number.isNaN(request.offeredTokens)
    ? counts.inputTokens
    : request.offeredTokens;
  return {
    purpose,
    model: request.model,
    context: request.context,
    // In a closed loop a request is intended when its turn comes: what it then waits for a connection, its user waits, too.
    scheduledNs:
      [request.dueNs, facts.begunNs ?? Number.NaN, facts.sentNs, facts.endNs].find(
        (ns) => !Number.isNaN(ns),
      ) ?? 0,
    sentNs: facts.sentNs,
    connectedNs: facts.connectedNs,
    firstByteNs: facts.firstByteNs,
    firstTokenNs: chunkNs[0] ?? Number.NaN,
    firstAnswerNs: answer?.isStreamed === true ? answer.firstAnswerNs : Number.NaN,
    lastTokenNs: contentNs.at(-1) ?? Number.NaN,
    endNs: facts.endNs,
    ...counts,
    // A request cut before its response began has no tokens.
    ...(failure?.kind === 'abandoned' && answer === undefined ? { outputTokens: 0 } : {}),
    maxOutputTokens: request.maxTokens,
    offeredTokens,
    residentTokens: Math.min(counts.residentTokens, offeredTokens),
    chunkNs,
    resends: facts.resends,
    ...(answer === undefined ? UNREPORTED_TIMINGS : reportedTimingsOf(answer, facts.headers)),
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
