import { errorMessageOf } from '../../codec/fields/error-message.ts';
import { TransportError } from '../../transport/transport-error.ts';
import {
  isOk,
  LEARN_BOUND_MS,
  type ControlResponse,
  type ControlClient,
} from '../session/control-client.ts';
import { quoteServer } from '../failure/explain-refusal.ts';
import { readModelList, type ModelListing } from './model-list.ts';

/** Where every server that speaks an API of OpenAI lists its models. */
export const MODEL_LIST_PATH = '/v1/models';

/** What came of asking for the models. */
export type ListOutcome =
  | { readonly kind: 'listed'; readonly listing: ModelListing; readonly answer: ControlResponse }
  | {
      /** A response came that is no listing. */
      readonly kind: 'refused';
      /** Such as `GET /v1/models returned 500: "Internal Server Error"`. */
      readonly said: string;
      readonly answer: ControlResponse;
    }
  | { readonly kind: 'unanswered'; readonly said: string; readonly error: TransportError };

/** What bounds the question. */
export interface ListBounds {
  /** Of the connection; a listing that the run needs is waited for as long. */
  readonly connectTimeoutMs: number;
  /** Whether the run can go on without it. */
  readonly isNeeded: boolean;
}

/** Asks for the models that a server lists. @throws the reason of the signal when it is aborted */
export async function askForModels(
  control: ControlClient,
  { connectTimeoutMs, isNeeded }: ListBounds,
  signal?: AbortSignal,
): Promise<ListOutcome> {
  const boundMs = isNeeded ? connectTimeoutMs : Math.min(LEARN_BOUND_MS, connectTimeoutMs);
  const bound = new AbortController();
  const timer = setTimeout(() => bound.abort(), boundMs);
  const either = signal === undefined ? bound.signal : AbortSignal.any([signal, bound.signal]);
  try {
    return outcomeOf(await control.get(MODEL_LIST_PATH, either));
  } catch (error) {
    signal?.throwIfAborted();
    if (bound.signal.aborted) return unanswered(silence(boundMs, isNeeded, error));
    if (error instanceof TransportError) return unanswered(error);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function outcomeOf(answer: ControlResponse): ListOutcome {
  const listing = isOk(answer) ? readModelList(answer) : undefined;
  if (listing !== undefined) return { kind: 'listed', listing, answer };
  return { kind: 'refused', said: describeAnswer(answer), answer };
}

function silence(boundMs: number, isNeeded: boolean, cause: unknown): TransportError {
  const option = isNeeded ? ' (target.connectTimeout)' : '';
  const message = `no response to GET ${MODEL_LIST_PATH} within ${boundMs / 1000} s${option}`;
  return new TransportError({ kind: 'timeout', message }, { cause });
}

function unanswered(error: TransportError): ListOutcome {
  return { kind: 'unanswered', said: `GET ${MODEL_LIST_PATH} failed: ${error.message}`, error };
}

/** A response in words, with the beginning of what the server said. */
export function describeAnswer(
  answer: ControlResponse,
  question = `GET ${MODEL_LIST_PATH}`,
): string {
  const { status, headers, json } = answer;
  const returned = `${question} returned ${status}`;
  if (isOk(answer)) {
    const type = headers.get('content-type')?.split(';')[0] ?? 'nothing';
    return json === undefined ? `${returned} with ${type}, not JSON` : `${returned} without a list`;
  }
  const said = quoteServer(wordsOf(answer));
  return said === '' ? returned : `${returned}: ${said}`;
}

/** What a server said; empty when it said nothing that is text. */
export function wordsOf({ json, text, headers }: ControlResponse): string {
  const isPage = /html/i.test(headers.get('content-type') ?? '') || /^\s*</.test(text);
  const said = json === undefined ? (isPage ? '' : text) : errorMessageOf(json);
  return said.trim();
}
