import type { JsonObject } from '../../spec/content/json-value.ts';
import type { RequestContent } from '../../spec/content/request-content.ts';
import type { SpeechOptions } from './audio/speech-options.ts';
import type { BodyStanding } from './body-standing.ts';
import type { DecodedResponse, ResponseFaultKind } from './decoded-response.ts';
import type { HttpOrigin, HttpRequest } from './http-request.ts';
import type { RequestShape } from './request-shape.ts';

/** How results of inputs are requested; a field that is absent is not sent. */
export interface ItemResults {
  /** Numbers of a vector as JSON, or as base64 of 32-bit floats. */
  readonly encodingFormat?: 'float' | 'base64';
  /** Length of each vector. */
  readonly dimensions?: number;
  /** Best documents to return of those to rerank. */
  readonly topN?: number;
}

/** A request to a model. */
export interface Query extends RequestContent {
  readonly model: string;
  /** Maximum number of output tokens, at least 1. */
  readonly maxTokens: number;
  /** Whether to generate exactly that many, where the shape has a field for it. */
  readonly isLengthDemanded?: boolean;
  /** Always pick the most probable token; otherwise the server's default applies. */
  readonly isGreedy: boolean;
  readonly seed?: number;
  /** Whether the response is streamed. */
  readonly isStreamed: boolean;
  /** How the server wants requests written; the common shape when absent. */
  readonly shape?: RequestShape;
  /** How speech is requested; in WAV when absent. */
  readonly speech?: SpeechOptions;
  /** How results of inputs are requested; as the server does when absent. */
  readonly results?: ItemResults;
  /** Added to the body; overrides existing fields. */
  readonly extraBody?: JsonObject;
}

/** Decodes the body of one response. */
export interface BodyDecoder {
  /** State of the response by its content. */
  readonly standing: BodyStanding;
  /** Timestamp of the read that completed the last event; `NaN` before the first. */
  readonly lastEventNs: number;
  /**
   * Decodes one read.
   * @param atNs when the last of its bytes arrived, CLOCK_MONOTONIC nanoseconds
   * @param afterNs all of them arrived after this time; `atNs` when absent
   * @param doubtNs the first arrived at most this long before the last, as far as the client is the cause; 0 when absent
   */
  push(bytes: Uint8Array, atNs: number, afterNs?: number, doubtNs?: number): void;
  /** The body cannot be decoded. @param message the whole failure in words */
  refuse(kind: ResponseFaultKind, message: string): void;
  /** @param isComplete whether the body ended as HTTP requires, so that nothing is missing */
  finish(isComplete: boolean): DecodedResponse;
}

/** How an API writes requests and responses. Pure. */
export interface Codec {
  /** Name of the API, or of the codec of a user. */
  readonly name: string;
  encode(origin: HttpOrigin, query: Query): HttpRequest;
  /**
   * Makes a decoder for one response.
   * @param contentType from the response header, empty when absent
   * @param isStreamed whether the request asked for events
   * @param query what the response must fit, for an API that checks it; unchecked when absent
   */
  createDecoder(contentType: string, isStreamed: boolean, query?: Query): BodyDecoder;
  /** Inputs, or pairs of a query and a document, of a request; absent for an API of text. */
  readonly countItems?: (query: Query) => number;
  /** Duration of the recording of a request, milliseconds; absent where requests have none. */
  readonly mediaMsOf?: (query: Query) => number;
}
