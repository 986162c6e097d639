import type {
  RequestOutcome,
  RequestPurpose,
  RequestRow,
} from '../../../stream/rows/request-row.ts';
import { UNKNOWN_PATH, type PathFacts } from '../../../stream/rows/path-facts.ts';
import { unsentRequest } from '../../../stream/rows/unsent-request.ts';
import type { DecodedResponse } from '../../codec/decoded-response.ts';
import { firstKnown } from '../../codec/fields/token-usage.ts';
import type { FinishedRequest } from './finished-request.ts';
import type { LoadRequest } from '../load/load-request.ts';
import { reportedTimingsOf } from '../tokens/reported/reported-timings-of.ts';
import type { RequestFailure, RequestFailureKind } from '../failure/request-failure.ts';
import { countTokensOf } from '../tokens/token-counts.ts';

type Row = Omit<RequestRow, 'id' | 'phase' | 'stage'>;

/** A finished request, with what its row needs of how it was made. */
interface RequestOver {
  readonly request: Pick<
    LoadRequest,
    'model' | 'context' | 'scheduledNs' | 'offeredTokens' | 'maxTokens'
  >;
  readonly finished: FinishedRequest;
}

/** One request as a row of the requests stream, however it ended; what it received before a failure is kept. */
export function toRequestRow({ request, finished }: RequestOver, purpose: RequestPurpose): Row {
  const { facts, response, failure } = finished;
  const { model, context, scheduledNs, maxTokens } = request;
  const row: Row = {
    ...unsentRequest({
      purpose,
      model,
      context,
      // In a closed loop a request is scheduled when its turn comes: its user also waits for the connection.
      scheduledNs: firstKnown(scheduledNs, facts.begunNs ?? Number.NaN, facts.sentNs, facts.endNs),
      maxOutputTokens: maxTokens,
      tokenCountSource: 'chunks',
    }),
    sentNs: facts.sentNs,
    connectedNs: facts.connectedNs,
    firstByteNs: facts.firstByteNs,
    endNs: facts.endNs,
    resends: facts.resends,
    readLatenessNs: facts.readLatenessNs ?? Number.NaN,
    ...pathFactsOf(facts),
    ...(response === undefined
      ? {}
      : {
          ...timestampsOf(response),
          ...countTokensOf(response),
          ...reportedTimingsOf(response, facts.headers),
        }),
    // A request cut before its response began has no tokens.
    ...(failure?.kind === 'abandoned' && response === undefined ? { outputTokens: 0 } : {}),
    ...endingOf(failure),
  };
  const { inputTokens, residentTokens } = row;
  const offeredTokens = Number.isNaN(request.offeredTokens) ? inputTokens : request.offeredTokens;
  return { ...row, offeredTokens, residentTokens: Math.min(residentTokens, offeredTokens) };
}

/** A request that leaves at once has left when it is sent. */
function pathFactsOf({ path, sentNs, departedNs, losses }: FinishedRequest['facts']): PathFacts {
  if (path === undefined) return UNKNOWN_PATH;
  return {
    leastRoundTripNs: path.leastRoundTripNs,
    departedNs: path.isLong ? (departedNs ?? Number.NaN) : sentNs,
    retransmits: losses?.retransmits ?? Number.NaN,
    outOfOrder: losses?.outOfOrder ?? Number.NaN,
  };
}

/** Only the end is known of a response that came in one piece, also where a stream was requested. */
function timestampsOf(response: DecodedResponse): Partial<Row> {
  const { contentNs, isStreamed, firstAnswerNs, firstAfterNs, lastAfterNs } = response;
  const lastTokenNs = contentNs.at(-1) ?? Number.NaN;
  if (!isStreamed) return { lastTokenNs, lastTokenAfterNs: lastAfterNs };
  const firstTokenNs = contentNs[0] ?? Number.NaN;
  return {
    firstTokenNs,
    firstTokenAfterNs: firstAfterNs,
    firstAnswerNs,
    lastTokenNs,
    lastTokenAfterNs: lastAfterNs,
    boundedChunks: response.boundedCount,
    firstTokenErrorNs: response.firstErrorNs,
    largestErrorNs: response.largestErrorNs,
    lateChunks: response.lateCount,
    chunkNs: contentNs,
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
