import type { DecodedResponse, ResponseFault } from '../../codec/decoded-response.ts';
import { errorMessageOf } from '../../codec/fields/error-message.ts';
import type { TransportFailure } from '../../transport/transport-failure.ts';
import { DEFAULT_API_KEY_VARIABLE, type KeySituation } from '../session/api-key.ts';
import { describeTimeout, type RequestBounds } from '../failure/describe-timeout.ts';
import type { ExchangeFacts } from '../session/exchange-log.ts';
import {
  explainRedirect,
  explainRefusal,
  inOneLine,
  quoteServer,
} from '../failure/explain-refusal.ts';
import type { RequestFailure, RequestFailureKind } from '../failure/request-failure.ts';
import { parseRetryAfterMs, describeRetryAfter } from '../failure/retry-after.ts';
import { countTokensOf } from '../tokens/token-counts.ts';

/** Removes secrets from a text. */
type Mask = (text: string) => string;

/** What the message of a failure needs besides the response. */
export interface FailureContext {
  readonly bounds?: RequestBounds;
  readonly key?: KeySituation;
  /** Names of the replicas, by index; one server when absent. */
  readonly replicas?: readonly string[];
}

/**
 * Returns why a response is not valid. Fails closed: one that was cut, contains an error or cannot be read is not valid,
 * although tokens came.
 * @param maxTokens the response may be empty where this is 0
 * @param mask for the text of the server
 * @returns undefined when the response is valid
 */
export function failureOfResponse(
  facts: ExchangeFacts,
  response: DecodedResponse,
  maxTokens: number,
  mask: Mask,
  context: FailureContext = {},
): RequestFailure | undefined {
  if (facts.failure !== undefined) {
    return failureOfTransport(facts.failure, facts, mask, context, response.eventCount);
  }
  const [fault] = response.faults;
  if (fault !== undefined) return failureOfFault(fault, response.faultCount, mask);
  if (response.ending === 'none' && response.eventCount > 0) {
    const missing =
      response.endMark === '[DONE]' ? '[DONE] and without a finish reason' : response.endMark;
    const message = `The stream ended without ${missing}: the response was cut.`;
    return { kind: 'closed-early', message };
  }
  if (response.contentNs.length === 0 && maxTokens > 0 && !isFinished(response)) {
    return { kind: 'no-content', message: 'The response ended without any content.' };
  }
  return undefined;
}

/**
 * Whether the server finished a response without text: it reports a finish reason or a token. The first token may be the
 * end of the response.
 */
function isFinished(response: DecodedResponse): boolean {
  return response.finishReason !== '' || countTokensOf(response).outputTokens >= 1;
}

/**
 * Returns why there is no response to decode: the transport failed, or the server refused.
 * @param errorBody body of the refusal
 * @param epochMs now, for a Retry-After that is a date
 * @param mask for the text of the server
 */
export function failureWithoutResponse(
  facts: ExchangeFacts,
  errorBody: string,
  epochMs: number,
  mask: Mask,
  context: FailureContext = {},
): RequestFailure {
  if (facts.failure !== undefined)
    return failureOfTransport(facts.failure, facts, mask, context, 0);
  const { status, headers } = facts;
  const retryAfter = headers.get('retry-after');
  const retryAfterMs =
    retryAfter === undefined ? undefined : parseRetryAfterMs(retryAfter, epochMs);
  const { key = UNKNOWN_KEY } = context;
  // Masked before it is cut: a secret that is cut in two is no longer recognized.
  const location = headers.get('location');
  const said = mask(readSaid(errorBody));
  const refusal = inOneLine(
    location !== undefined && status >= 300 && status < 400
      ? explainRedirect(status, mask(location))
      : explainRefusal(status, said, key),
  );
  const wait = retryAfterMs === undefined ? '' : ` ${describeRetryAfter(retryAfterMs)}.`;
  return {
    kind: kindOfStatus(status, retryAfterMs),
    message: refusal + wait,
    status,
    said,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** Assumed where it is not known whether a key was sent. */
const UNKNOWN_KEY: KeySituation = { sent: 'none', variable: DEFAULT_API_KEY_VARIABLE };

function kindOfStatus(status: number, retryAfterMs: number | undefined): RequestFailureKind {
  if (status === 429) return 'http-429';
  if (status === 503 && retryAfterMs !== undefined) return 'http-503';
  if (status === 502) return 'http-502';
  if (status >= 400 && status < 500) return 'http-4xx';
  return status >= 500 && status < 600 ? 'http-5xx' : 'http-other';
}

function failureOfTransport(
  failure: TransportFailure,
  facts: ExchangeFacts,
  mask: Mask,
  { bounds }: FailureContext,
  events: number,
): RequestFailure {
  const timeout =
    bounds === undefined ? undefined : describeTimeout(failure, facts, bounds, events);
  return { ...failure, message: mask(timeout ?? failure.message) };
}

/** A decoder's message about an unreadable body is cut to this length. */
const SAID_CHARACTERS = 300;

/** Faults of events in words; the examples of other faults are whole messages. */
const FAULTS: Readonly<Partial<Record<ResponseFault['kind'], string>>> = Object.freeze({
  'error-event': 'The server reported an error in its response',
  'invalid-json': 'An event of the response is not JSON',
  'invalid-utf8': 'An event of the response is not UTF-8',
  'event-too-large': 'An event of the response is larger than the limit',
});

function failureOfFault(
  { kind, example }: ResponseFault,
  count: number,
  mask: Mask,
): RequestFailure {
  const what = FAULTS[kind];
  if (what === undefined) return { kind, message: mask(example).slice(0, SAID_CHARACTERS) };
  const more = count > 1 ? ` (and ${count - 1} more)` : '';
  return { kind, message: `${what}: ${quoteServer(mask(example))}${more}.` };
}

/** The message of an error body, or all of it. */
function readSaid(body: string): string {
  const text = body.trim();
  try {
    return errorMessageOf(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return text;
  }
}
