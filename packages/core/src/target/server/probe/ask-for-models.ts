import { formatDuration } from '../../../spec/quantity.ts';
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

/** The list of models of every server with an OpenAI API. */
export const MODEL_LIST_PATH = '/v1/models';

/** The result of requesting the list of models. */
export type ListOutcome =
  | { readonly kind: 'listed'; readonly listing: ModelListing; readonly response: ControlResponse }
  | {
      /** The response was not a list of models. */
      readonly kind: 'refused';
      /** Such as `GET /v1/models returned 500: "Internal Server Error"`. */
      readonly said: string;
      readonly response: ControlResponse;
    }
  | { readonly kind: 'no-response'; readonly said: string; readonly error: TransportError };

/** Time limits of the request. */
export interface ListBounds {
  /** Limit of the connection, and of a list that the run needs. */
  readonly connectTimeoutMs: number;
  /** Whether the run cannot continue without the list. */
  readonly isNeeded: boolean;
}

/** Requests the list of models. @throws the signal's reason when it is aborted */
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
    if (bound.signal.aborted) return noResponse(silence(boundMs, isNeeded, error));
    if (error instanceof TransportError) return noResponse(error);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function outcomeOf(response: ControlResponse): ListOutcome {
  const listing = isOk(response) ? readModelList(response) : undefined;
  if (listing !== undefined) return { kind: 'listed', listing, response };
  return { kind: 'refused', said: describeResponse(response), response };
}

function silence(boundMs: number, isNeeded: boolean, cause: unknown): TransportError {
  const option = isNeeded ? ' (target.connectTimeout)' : '';
  const message = `no response to GET ${MODEL_LIST_PATH} within ${formatDuration(boundMs)}${option}`;
  return new TransportError({ kind: 'timeout', message }, { cause });
}

function noResponse(error: TransportError): ListOutcome {
  return { kind: 'no-response', said: `GET ${MODEL_LIST_PATH} failed: ${error.message}`, error };
}

/** Describes a response in words, quoting the server. */
export function describeResponse(
  response: ControlResponse,
  question = `GET ${MODEL_LIST_PATH}`,
): string {
  const { status, headers, json } = response;
  const returned = `${question} returned ${status}`;
  if (isOk(response)) {
    const type = headers.get('content-type')?.split(';')[0] ?? 'nothing';
    return json === undefined ? `${returned} with ${type}, not JSON` : `${returned} without a list`;
  }
  const said = quoteServer(wordsOf(response));
  return said === '' ? returned : `${returned}: ${said}`;
}

/** The text of a response; empty when it has none, or is a web page. */
export function wordsOf({ json, text, headers }: ControlResponse): string {
  const isPage = /html/i.test(headers.get('content-type') ?? '') || /^\s*</.test(text);
  const said = json === undefined ? (isPage ? '' : text) : errorMessageOf(json);
  return said.trim();
}
