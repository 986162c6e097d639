import type { ServerResponse } from 'node:http';
import type { MockAnswer, MockDialect } from './dialect/dialect.ts';
import { wordsOf, type MockRequest } from './mock-request.ts';

/** What a response depends on besides its request. */
export interface MockResponseOptions {
  readonly ordinal: number;
  readonly model: string;
  /** Unless the request has a lower limit. */
  readonly outputTokens: number;
  /** The words of the request when absent. */
  readonly promptTokens?: number | undefined;
}

/** One response of the mock server: token by token, or as a whole. */
export class MockResponse {
  readonly isStreamed: boolean;
  readonly #dialect: MockDialect;
  readonly #answer: MockAnswer;

  constructor(
    dialect: MockDialect,
    request: MockRequest,
    { ordinal, model, outputTokens, promptTokens }: MockResponseOptions,
  ) {
    this.#dialect = dialect;
    this.isStreamed = request.stream === true;
    const { max_tokens: limit, max_completion_tokens: newer, max_output_tokens: ofItems } = request;
    const tokens = Math.max(1, Math.min(outputTokens, limit ?? newer ?? ofItems ?? Infinity));
    this.#answer = {
      ordinal,
      model,
      promptTokens: promptTokens ?? wordsOf(request).length,
      tokens,
      isCut: tokens < outputTokens,
      hasUsage: request.stream_options?.include_usage === true,
    };
  }

  get tokens(): number {
    return this.#answer.tokens;
  }

  /** How long to wait before each event, by the waits before tokens; the whole is one event. */
  delays(waits: readonly number[]): readonly number[] {
    if (this.isStreamed) return waits;
    const awaited = this.#dialect.isWholeAtFirstToken === true ? waits.slice(0, 1) : waits;
    return [awaited.reduce((sum, wait) => sum + wait, 0)];
  }

  /** Sends one token; of a response that is not streamed, nothing. */
  sendToken(response: ServerResponse, index: number): void {
    if (!this.isStreamed) return;
    if (!response.headersSent) {
      response.writeHead(200, { 'content-type': this.#dialect.contentType ?? 'text/event-stream' });
      const start = this.#dialect.start(this.#answer);
      if (start !== '') response.write(start);
    }
    response.write(this.#dialect.token(this.#answer, index));
  }

  /** Ends the response. */
  end(response: ServerResponse): void {
    if (this.isStreamed) {
      response.end(this.#dialect.end(this.#answer));
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(this.#dialect.whole(this.#answer)));
  }
}
