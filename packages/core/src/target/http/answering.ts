import type { Answer } from '../codec/answer.ts';
import type { AnswerDecoder } from '../codec/answer-decoder.ts';
import type { Codec, Query } from '../codec/codec.ts';
import type { HttpOrigin, HttpRequest } from '../codec/http-request.ts';
import { maskSecrets } from './api-key.ts';
import type { BodySink, ExchangeFacts } from './exchange-log.ts';
import { failureOfAnswer, failureWithoutAnswer } from './judge-answer.ts';
import type { RequestFailure } from './request-failure.ts';
import { TextSink } from './text-sink.ts';

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
}

/** One request for text, once it is over. */
export type AnsweredRequest = SuccessfulRequest | FailedRequest;

/** One request for text: its bytes, and what decodes its answer. */
export class Answering {
  readonly request: HttpRequest;
  readonly #codec: Codec;
  readonly #query: Query;
  readonly #origin: HttpOrigin;
  #decoder: AnswerDecoder | undefined;
  #error: TextSink | undefined;

  constructor(codec: Codec, origin: HttpOrigin, query: Query) {
    this.#codec = codec;
    this.#query = query;
    this.#origin = origin;
    this.request = codec.encode(origin, query);
  }

  /** What takes the body: a decoder for an answer, plain text for an error. */
  makeSink = (status: number, headers: ReadonlyMap<string, string>): BodySink => {
    if (status >= 200 && status < 300) {
      const contentType = headers.get('content-type') ?? '';
      this.#decoder = this.#codec.createDecoder(contentType, this.#query.isStreamed);
      return this.#decoder;
    }
    this.#error = new TextSink(MAX_ERROR_BYTES);
    return this.#error;
  };

  /** @param facts of the whole exchange */
  conclude(facts: ExchangeFacts): AnsweredRequest {
    const answer = this.#decoder?.finish(facts.failure === undefined && facts.isCut !== true);
    if (answer === undefined) {
      const said = this.#error?.read() ?? '';
      return { facts, answer, failure: failureWithoutAnswer(facts, said, Date.now(), this.#mask) };
    }
    const failure = failureOfAnswer(facts, answer, this.#query.maxTokens, this.#mask);
    return failure === undefined ? { facts, answer, failure } : { facts, answer, failure };
  }

  #mask = (text: string): string => maskSecrets(text, this.#origin);
}
