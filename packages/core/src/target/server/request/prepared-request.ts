import type { BodyDecoder, Codec, Query } from '../../codec/codec.ts';
import { CodecError } from '../../codec/custom/codec-error.ts';
import { DecodedBody } from '../../codec/content-encoding/decoded-body.ts';
import type { HttpOrigin, HttpRequest } from '../../codec/http-request.ts';
import { maskSecrets } from '../session/api-key.ts';
import type { BodySink, ExchangeFacts } from '../session/exchange-log.ts';
import type { WrittenRequest } from '../../written-request.ts';
import type { FinishedRequest } from './finished-request.ts';
import {
  failureOfResponse,
  failureWithoutResponse,
  type FailureContext,
} from './judge-response.ts';
import { TextSink } from '../session/text-sink.ts';

/** An error body is read up to this size. */
const MAX_ERROR_BYTES = 64 * 1024;

const NO_BYTES = new Uint8Array();
const NO_HEADERS: HttpRequest['headers'] = [];

/** One request for text: its bytes, and the decoder of its response. */
export class PreparedRequest {
  #request: HttpRequest;
  /** The path that the API defines, before any redirect. */
  readonly askedPath: string;
  readonly #codec: Codec;
  readonly #bodyBytes: number;
  readonly #query: Query;
  readonly #origin: HttpOrigin;
  #unsendable: string | undefined;
  #body: DecodedBody | undefined;
  #decoder: BodyDecoder | undefined;
  #error: TextSink | undefined;
  readonly #context: FailureContext;

  constructor(
    codec: Codec,
    origin: HttpOrigin,
    query: Query,
    context: FailureContext,
    resolvePath: (path: string) => string = (path) => path,
  ) {
    this.#codec = codec;
    this.#query = query;
    this.#origin = origin;
    this.#context = context;
    const request = this.#encode();
    this.askedPath = request.path;
    this.#bodyBytes = request.body.byteLength;
    const path = resolvePath(request.path);
    this.#request = path === request.path ? request : { ...request, path };
  }

  /** Why it cannot be sent; undefined where it can. */
  get unsendable(): string | undefined {
    return this.#unsendable;
  }

  /** Without headers and body once its response has begun: many streams would keep them for nothing. */
  get request(): HttpRequest {
    return this.#request;
  }

  /** The same request at another path. */
  at(path: string): PreparedRequest {
    return new PreparedRequest(this.#codec, this.#origin, this.#query, this.#context, () => path);
  }

  /** Makes the receiver of the body: a decoder for a response, plain text for an error. */
  makeSink = (status: number, headers: ReadonlyMap<string, string>): BodySink => {
    const { method, path } = this.#request;
    this.#request = { method, path, headers: NO_HEADERS, body: NO_BYTES };
    if (status >= 200 && status < 300) {
      const contentType = headers.get('content-type') ?? '';
      this.#decoder = this.#codec.createDecoder(contentType, this.#query.isStreamed, this.#query);
      return this.#decode(headers, this.#decoder);
    }
    this.#error = new TextSink(MAX_ERROR_BYTES);
    return this.#decode(headers, this.#error);
  };

  /** Ends the decoding. @param facts of the whole exchange */
  conclude(facts: ExchangeFacts): FinishedRequest {
    if (this.#unsendable !== undefined) {
      const failure = { kind: 'codec', message: this.#mask(this.#unsendable) } as const;
      return { facts, response: undefined, failure };
    }
    this.#body?.finish();
    const encodingFailure = this.#body?.failure;
    if (encodingFailure !== undefined) {
      this.#decoder?.refuse('content-encoding', encodingFailure);
    }
    const response = this.#decoder?.finish(facts.failure === undefined && facts.isCut !== true);
    const context = this.#context;
    const written = this.#writtenAs(response?.audioMs, facts);
    if (response === undefined) {
      const said = this.#error?.read() ?? '';
      const failure = failureWithoutResponse(facts, said, Date.now(), this.#mask, context);
      return { written, facts, response, failure, refusal: said };
    }
    // Results of inputs are due without any token.
    const maxTokens = this.#codec.countItems === undefined ? this.#query.maxTokens : 1;
    const failure = failureOfResponse(facts, response, maxTokens, this.#mask, context);
    return failure === undefined
      ? { written, facts, response, failure }
      : { written, facts, response, failure };
  }

  /** A mistake in a codec of the user fails this request alone. */
  #encode(): HttpRequest {
    try {
      return this.#codec.encode(this.#origin, this.#query);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      this.#unsendable = error.message;
      return { method: 'POST', path: '/', headers: NO_HEADERS, body: NO_BYTES };
    }
  }

  #writtenAs(audioMs: number | undefined, facts: ExchangeFacts): WrittenRequest {
    const replica = this.#context.replicas?.[facts.replica ?? this.#origin.replica ?? Number.NaN];
    const { name: api, countItems, mediaMsOf } = this.#codec;
    const itemCount = countItems?.(this.#query);
    const mediaMs = audioMs ?? mediaMsOf?.(this.#query);
    return {
      api,
      bodyBytes: this.#bodyBytes,
      ...(replica === undefined ? {} : { replica }),
      ...(itemCount === undefined ? {} : { itemCount }),
      ...(mediaMs === undefined ? {} : { mediaMs }),
    };
  }

  #decode(headers: ReadonlyMap<string, string>, sink: BodySink): BodySink {
    this.#body = new DecodedBody(headers.get('content-encoding') ?? '', sink);
    return this.#body;
  }

  #mask = (text: string): string => maskSecrets(text, this.#origin);
}
