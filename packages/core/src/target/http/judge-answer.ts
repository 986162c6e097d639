import type { Answer } from '../codec/answer.ts';
import { errorMessageOf } from '../codec/error-message.ts';
import type { ExchangeFacts } from './exchange-log.ts';
import type { RequestFailure, RequestFailureKind } from './request-failure.ts';
import { parseRetryAfterMs } from './retry-after.ts';
import { countTokensOf } from './token-counts.ts';

/** Characters of what a server said that a message repeats. */
const SAID_CHARACTERS = 300;

/** Takes secrets out of a text. */
type Mask = (text: string) => string;

/**
 * Says why an answer does not count. Fails closed: one that was cut, holds an error or cannot be read does not count,
 * although tokens came.
 * @param mask for what the server said
 * @returns undefined when it counts
 */
export function failureOfAnswer(
  facts: ExchangeFacts,
  answer: Answer,
  maxTokens: number,
  mask: Mask,
): RequestFailure | undefined {
  if (facts.failure !== undefined) return maskFailure(facts.failure, mask);
  const [fault] = answer.faults;
  if (fault !== undefined) {
    const more = answer.faultCount > 1 ? ` (and ${answer.faultCount - 1} more)` : '';
    const said = quote(fault.example, mask);
    if (fault.kind === 'not-an-api' || fault.kind === 'content-encoding') {
      return { kind: fault.kind, message: said };
    }
    return { kind: fault.kind, message: `An event of the answer said: ${said}${more}` };
  }
  if (answer.ending === 'none' && answer.eventCount > 0) {
    const message =
      'The stream ended after its last event without [DONE] and without a finish reason: it was cut.';
    return { kind: 'closed-early', message };
  }
  if (answer.contentNs.length === 0 && maxTokens > 0 && !isFinished(answer)) {
    return { kind: 'no-content', message: 'The answer ended without any content.' };
  }
  return undefined;
}

/**
 * Whether the server finished a response without text: it says why it ended, or counts a token. The first token ends a
 * response now and then, and then that is all of it.
 */
function isFinished(answer: Answer): boolean {
  return answer.finishReason !== '' || countTokensOf(answer).outputTokens >= 1;
}

/**
 * Says why there is no answer: the transport failed, or the server refused.
 * @param errorBody what the server said with its refusal
 * @param epochMs now, for a server that names the date of another attempt
 * @param mask for what the server said
 */
export function failureWithoutAnswer(
  facts: ExchangeFacts,
  errorBody: string,
  epochMs: number,
  mask: Mask,
): RequestFailure {
  if (facts.failure !== undefined) return maskFailure(facts.failure, mask);
  const { status, headers } = facts;
  const retryAfter = headers.get('retry-after');
  const retryAfterMs =
    retryAfter === undefined ? undefined : parseRetryAfterMs(retryAfter, epochMs);
  const wait =
    retryAfter === undefined ? '' : ` It asks to retry after ${quote(retryAfter, mask)}.`;
  const said = quote(readSaid(errorBody), mask);
  return {
    kind: kindOfStatus(status),
    message: `The server answered ${status}${said === '' ? '' : `: ${said.replace(/\.$/, '')}`}.${wait}`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

function kindOfStatus(status: number): RequestFailureKind {
  if (status === 429) return 'http-429';
  if (status >= 400 && status < 500) return 'http-4xx';
  return status >= 500 && status < 600 ? 'http-5xx' : 'http-other';
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

/** The beginning of what a server said. Masked first: a secret that the cut goes through is not known any more. */
function quote(said: string, mask: Mask): string {
  return mask(said).slice(0, SAID_CHARACTERS);
}

function maskFailure(failure: RequestFailure, mask: Mask): RequestFailure {
  return { ...failure, message: mask(failure.message) };
}
