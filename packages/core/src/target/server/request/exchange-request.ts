import type { Answer } from '../../codec/answer.ts';
import type { ResponseDecoder } from '../../codec/response-decoder.ts';
import type { Codec, Query } from '../../codec/codec.ts';
import { DecodedBody } from '../../codec/content-encoding/decoded-body.ts';
import type { HttpOrigin, HttpRequest } from '../../codec/http-request.ts';
import { maskSecrets } from '../session/api-key.ts';
import type { BodySink, ExchangeFacts } from '../session/exchange-log.ts';
import { failureOfAnswer, failureWithoutAnswer } from './judge-response.ts';
import type { RequestFailure } from '../failure/request-failure.ts';
import type { KeySituation } from '../session/api-key.ts';
import type { RequestBounds } from '../failure/describe-timeout.ts';
import { TextSink } from '../session/text-sink.ts';

/** Bytes of an error that are read for its message. */
const MAX_ERROR_BYTES = 64 * 1024;

/** A request with an answer that counts. */
export interface SuccessfulRequest {
  readonly facts: ExchangeFacts;
  readonly answer: Answer;
  readonly failure: undefined;
}

/** A request without one. */
export interface FailedRequest {
  readonly facts: ExchangeFacts;
  /** What was decoded all the same; undefined when no 2xx came. */
  readonly answer: Answer | undefined;
  readonly failure: RequestFailure;
  /** The body of a refusal, with whatever secrets it repeats: for reading, and not for people. Empty when none came. */
  readonly refusal?: string;
}

/** One request for text, once it is over. */
export type FinishedRequest = SuccessfulRequest | FailedRequest;

/** What failures of a request are explained with. */
export interface AnsweringContext {
  readonly bounds: RequestBounds;
  readonly key: KeySituation;
}

/** One request for text: its bytes, and what decodes its answer. */
export class Answering {
  readonly request: HttpRequest;
  /** The path that the API has for it, before any redirect. */
  readonly askedPath: string;
  readonly #codec: Codec;
  readonly #query: Query;
  readonly #origin: HttpOrigin;
  #body: DecodedBody | undefined;
  #decoder: ResponseDecoder | undefined;
  #error: TextSink | undefined;
  readonly #context: AnsweringContext;

  constructor(
    codec: Codec,
    origin: HttpOrigin,
    query: Query,
    context: AnsweringContext,
    resolvePath: (path: string) => string = (path) => path,
  ) {
    this.#codec = codec;
    this.#query = query;
    this.#origin = origin;
    this.#context = context;
    const request = codec.encode(origin, query);
    this.askedPath = request.path;
    this.request = { ...request, path: resolvePath(request.path) };
  }

  /** The same request at another path. */
  at(path: string): Answering {
    return new Answering(this.#codec, this.#origin, this.#query, this.#context, () => path);
  }

  /** What takes the body: a decoder for an answer, plain text for an error. */
  makeSink = (status: number, headers: ReadonlyMap<string, string>): BodySink => {
    if (status >= 200 && status < 300) {
      const contentType = headers.get('content-type') ?? '';
      this.#decoder = this.#codec.createDecoder(contentType, this.#query.isStreamed);
      return this.#decode(headers, this.#decoder);
    }
    this.#error = new TextSink(MAX_ERROR_BYTES);
    return this.#decode(headers, this.#error);
  };

  /** @param facts of the whole exchange */
  conclude(facts: ExchangeFacts): FinishedRequest {
    this.#body?.finish();
    const encodingFailure = this.#body?.failure;
    if (encodingFailure !== undefined) {
      this.#decoder?.refuse('content-encoding', encodingFailure);
    }
    const answer = this.#decoder?.finish(facts.failure === undefined && facts.isCut !== true);
    const context = this.#context;
    if (answer === undefined) {
      const said = this.#error?.read() ?? '';
      const failure = failureWithoutAnswer(facts, said, Date.now(), this.#mask, context);
      return { facts, answer, failure, refusal: said };
    }
    const { maxTokens } = this.#query;
    const failure = failureOfAnswer(facts, answer, maxTokens, this.#mask, context);
    return failure === undefined ? { facts, answer, failure } : { facts, answer, failure };
  }

  #decode(headers: ReadonlyMap<string, string>, sink: BodySink): BodySink {
    this.#body = new DecodedBody(headers.get('content-encoding') ?? '', sink);
    return this.#body;
  }

  #mask = (text: string): string => maskSecrets(text, this.#origin);
}
