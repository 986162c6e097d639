import type { ApiName } from '../../spec/api-name.ts';
import type { JsonObject } from '../../spec/content/json-value.ts';
import type { RequestContent } from '../../spec/content/request-content.ts';
import type { ResponseDecoder } from './response-decoder.ts';
import type { HttpOrigin, HttpRequest } from './http-request.ts';
import type { RequestShape } from './request-shape.ts';

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
  /** Added to the body; overrides existing fields. */
  readonly extraBody?: JsonObject;
}

/** How an API writes requests and responses. Pure. */
export interface Codec {
  readonly name: ApiName;
  encode(origin: HttpOrigin, query: Query): HttpRequest;
  /**
   * Makes a decoder for one response.
   * @param contentType from the response header, empty when absent
   * @param isStreamed whether the request asked for events
   */
  createDecoder(contentType: string, isStreamed: boolean): ResponseDecoder;
}
