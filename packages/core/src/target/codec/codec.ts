import type { ApiName } from '../../spec/api-name.ts';
import type { ResponseDecoder } from './response-decoder.ts';
import type { HttpOrigin, HttpRequest } from './http-request.ts';
import type { RequestShape } from './request-shape.ts';

/** One turn of a conversation. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A JSON value, as a user may add it to the body of every request. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** What is asked of a model. */
export interface Query {
  readonly model: string;
  /** The conversation so far, the last turn being the one to answer. At least one. */
  readonly messages: readonly ChatMessage[];
  /** Tokens that are generated at the most, at least 1. */
  readonly maxTokens: number;
  /** Whether as many are to be generated, where the shape has a field for it. */
  readonly isLengthDemanded?: boolean;
  /** The most probable token every time; what the server does by itself otherwise. */
  readonly isGreedy: boolean;
  readonly seed?: number;
  /** Whether the answer comes in events, token by token. */
  readonly isStreamed: boolean;
  /** How the server wants requests written; as most do when absent. */
  readonly shape?: RequestShape;
  /** Added to the body, and stronger than what is there. */
  readonly extraBody?: Readonly<Record<string, JsonValue>>;
}

/** How an API writes requests and answers. Pure. */
export interface Codec {
  readonly name: ApiName;
  encode(origin: HttpOrigin, query: Query): HttpRequest;
  /**
   * Makes a decoder for one answer.
   * @param contentType as the head of the answer has it, empty when it has none
   * @param isStreamed whether events were asked for
   */
  createDecoder(contentType: string, isStreamed: boolean): ResponseDecoder;
}
