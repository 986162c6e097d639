import type {
  RequestOutcome,
  RequestPurpose,
  RequestRow,
} from '../../../stream/rows/request-row.ts';
import type { PathFacts } from '../../../stream/rows/path-facts.ts';
import { UNMEASURED } from '../../../stream/rows/unsent-request.ts';
import type { DecodedResponse } from '../../codec/decoded-response.ts';
import { firstKnown } from '../../codec/fields/token-usage.ts';
import type { FinishedRequest } from './finished-request.ts';
import type { ExchangeFacts } from '../session/exchange-log.ts';
import type { LoadRequest } from '../load/load-request.ts';
import { reportedTimingsOf } from '../tokens/reported/reported-timings-of.ts';
import type { RequestFailure, RequestFailureKind } from '../failure/request-failure.ts';
import { countTokensOf } from '../tokens/token-counts.ts';

type Row = Omit<RequestRow, 'id' | 'phase' | 'stage'>;

/** A finished request, with what its row needs of how it was made. */
interface RequestOver {
  readonly request: Pick<
    LoadRequest,
    | 'model'
    | 'context'
    | 'turn'
    | 'label'
    | 'scheduledNs'
    | 'offeredTokens'
    | 'sharedTokens'
    | 'maxTokens'
  >;
  readonly finished: FinishedRequest;
}

/** One request as a row of the requests stream, however it ended; what it received before a failure is kept. */
export function toRequestRow({ request, finished }: RequestOver, purpose: RequestPurpose): Row {
  const { facts, response, failure } = finished;
  const scheduledNs = startOf(request, facts);
  const ending = endingOf(failure);
  const times = timestampsOf(response);
  const path = pathFactsOf(facts);
  const counts = response === undefined ? UNMEASURED : countTokensOf(response);
  const reported = response === undefined ? UNMEASURED : reportedTimingsOf(response, facts.headers);
  const { inputTokens, residentTokens } = counts;
  const offeredTokens = Number.isNaN(request.offeredTokens) ? inputTokens : request.offeredTokens;
  // Every field by name: see UNMEASURED.
  return {
    ...UNMEASURED,
    purpose,
    model: request.model,
    context: request.context,
    scheduledNs,
    maxOutputTokens: request.maxTokens,
    tokenCountSource: counts.tokenCountSource,
    sentNs: facts.sentNs,
    connectedNs: facts.connectedNs,
    firstByteNs: facts.firstByteNs,
    firstTokenNs: times.firstTokenNs,
    firstTokenAfterNs: times.firstTokenAfterNs,
    firstAnswerNs: times.firstAnswerNs,
    lastTokenNs: times.lastTokenNs,
    lastTokenAfterNs: times.lastTokenAfterNs,
    boundedChunks: times.boundedChunks,
    firstTokenErrorNs: times.firstTokenErrorNs,
    largestErrorNs: times.largestErrorNs,
    lateChunks: times.lateChunks,
    chunkNs: times.chunkNs,
    endNs: facts.endNs,
    resends: facts.resends,
    readLatenessNs: facts.readLatenessNs ?? Number.NaN,
    leastRoundTripNs: path.leastRoundTripNs,
    departedNs: path.departedNs,
    retransmits: path.retransmits,
    outOfOrder: path.outOfOrder,
    inputTokens,
    // A request cut before its response began has no tokens.
    outputTokens: response === undefined && failure?.kind === 'abandoned' ? 0 : counts.outputTokens,
    cachedTokens: counts.cachedTokens,
    offeredTokens,
    residentTokens: Math.min(residentTokens, offeredTokens),
    serverQueueNs: reported.serverQueueNs,
    serverLoadNs: reported.serverLoadNs,
    serverPrefillNs: reported.serverPrefillNs,
    serverPrefillTokens: reported.serverPrefillTokens,
    serverDecodeNs: reported.serverDecodeNs,
    serverDecodeTokens: reported.serverDecodeTokens,
    serverTotalNs: reported.serverTotalNs,
    gatewayOverheadNs: reported.gatewayOverheadNs,
    draftTokens: reported.draftTokens,
    acceptedDraftTokens: reported.acceptedDraftTokens,
    reasoningTokens: reported.reasoningTokens,
    api: finished.written?.api ?? '',
    replica: finished.written?.replica ?? '',
    label: request.label ?? '',
    turn: request.turn ?? Number.NaN,
    itemCount: finished.written?.itemCount ?? Number.NaN,
    mediaNs: (finished.written?.mediaMs ?? Number.NaN) * 1e6,
    bodyBytes: finished.written?.bodyBytes ?? Number.NaN,
    sharedTokens: request.sharedTokens ?? Number.NaN,
    outcome: ending.outcome,
    errorKind: ending.errorKind,
    errorMessage: ending.errorMessage,
  };
}

/** A short request has left when it is sent. */
function pathFactsOf({ path, sentNs, departedNs, losses }: ExchangeFacts): PathFacts {
  if (path === undefined) return UNMEASURED;
  return {
    leastRoundTripNs: path.leastRoundTripNs,
    departedNs: path.isLong ? (departedNs ?? Number.NaN) : sentNs,
    retransmits: losses?.retransmits ?? Number.NaN,
    outOfOrder: losses?.outOfOrder ?? Number.NaN,
  };
}

/** In a closed loop a request is scheduled when its turn comes: its user also waits for the connection. */
function startOf({ scheduledNs }: RequestOver['request'], facts: ExchangeFacts): number {
  return firstKnown(scheduledNs, facts.begunNs ?? Number.NaN, facts.sentNs, facts.endNs);
}

type Times = Pick<
  RequestRow,
  | 'firstTokenNs'
  | 'firstTokenAfterNs'
  | 'firstAnswerNs'
  | 'lastTokenNs'
  | 'lastTokenAfterNs'
  | 'boundedChunks'
  | 'firstTokenErrorNs'
  | 'largestErrorNs'
  | 'lateChunks'
  | 'chunkNs'
>;

/** Only the end is known of a response that came in one piece, also where a stream was requested. */
function timestampsOf(response: DecodedResponse | undefined): Times {
  if (response === undefined) return UNMEASURED;
  const { contentNs, isStreamed } = response;
  return {
    firstTokenNs: isStreamed ? (contentNs[0] ?? Number.NaN) : Number.NaN,
    firstTokenAfterNs: isStreamed ? response.firstAfterNs : Number.NaN,
    firstAnswerNs: isStreamed ? response.firstAnswerNs : Number.NaN,
    lastTokenNs: contentNs[contentNs.length - 1] ?? Number.NaN,
    lastTokenAfterNs: response.lastAfterNs,
    boundedChunks: isStreamed ? response.boundedCount : Number.NaN,
    firstTokenErrorNs: isStreamed ? response.firstErrorNs : Number.NaN,
    largestErrorNs: isStreamed ? response.largestErrorNs : Number.NaN,
    lateChunks: isStreamed ? response.lateCount : Number.NaN,
    chunkNs: isStreamed ? contentNs : UNMEASURED.chunkNs,
  };
}

function endingOf(
  failure: RequestFailure | undefined,
): Pick<RequestRow, 'outcome' | 'errorKind' | 'errorMessage'> {
  if (failure === undefined) return { outcome: 'ok', errorKind: '', errorMessage: '' };
  const outcome = outcomeOf(failure.kind);
  // A request that the client cut on purpose is not a failure.
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
