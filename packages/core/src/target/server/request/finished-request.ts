import type { DecodedResponse } from '../../codec/decoded-response.ts';
import type { RequestFailure } from '../failure/request-failure.ts';
import type { WrittenRequest } from '../../written-request.ts';
import type { ExchangeFacts } from '../session/exchange-log.ts';

/** A request with a valid response. */
export interface SuccessfulRequest {
  /** Absent for a request that was never written. */
  readonly written?: WrittenRequest;
  readonly facts: ExchangeFacts;
  readonly response: DecodedResponse;
  readonly failure: undefined;
}

/** A request without one. */
export interface FailedRequest {
  /** Absent for a request that was never written. */
  readonly written?: WrittenRequest;
  readonly facts: ExchangeFacts;
  /** What was decoded before the failure; undefined when no 2xx came. */
  readonly response: DecodedResponse | undefined;
  readonly failure: RequestFailure;
  /** The body of a refusal, with any secrets that it repeats: never to be printed. Empty when none came. */
  readonly refusal?: string;
}

/** One request for text, once it has ended. */
export type FinishedRequest = SuccessfulRequest | FailedRequest;
