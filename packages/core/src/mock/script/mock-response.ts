import type { ServerResponse } from 'node:http';
import { wordsOf, type MockRequest } from './mock-request.ts';

/** What a response depends on besides its request. */
export interface MockAnswer {
  readonly ordinal: number;
  readonly model: string;
  readonly isChat: boolean;
  /** Unless the request has a lower limit. */
  readonly outputTokens: number;
}

/** One response of the mock server, in the form of the OpenAI API: token by token, or as a whole. */
export class MockResponse {
  readonly isStreamed: boolean;
  readonly tokens: number;
  readonly #answer: MockAnswer;
  readonly #isCut: boolean;
  readonly #promptTokens: number;
  readonly #hasUsage: boolean;

  constructor(request: MockRequest, answer: MockAnswer) {
    const { max_completion_tokens: newer, max_tokens: older = newer } = request;
    this.#answer = answer;
    this.isStreamed = request.stream === true;
    this.tokens = Math.max(1, Math.min(answer.outputTokens, older ?? Infinity));
    this.#isCut = this.tokens < answer.outputTokens;
    this.#promptTokens = wordsOf(request).length;
    this.#hasUsage = request.stream_options?.include_usage === true;
  }

  /** Sends one token; of a response that is not streamed, everything. */
  sendToken(response: ServerResponse, index: number): void {
    if (!this.isStreamed) return;
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
    const isLast = index + 1 === this.tokens;
    const text = ` w${index}`;
    const choice = this.#answer.isChat
      ? { index: 0, delta: { content: text }, finish_reason: isLast ? this.#reason : null }
      : { index: 0, text, finish_reason: isLast ? this.#reason : null };
    response.write(eventOf({ ...this.#opening('.chunk'), choices: [choice], sent_ns: nowNs() }));
  }

  /** Ends the response. */
  end(response: ServerResponse): void {
    if (this.isStreamed) {
      if (this.#hasUsage) {
        response.write(eventOf({ ...this.#opening('.chunk'), choices: [], usage: this.#usage }));
      }
      response.end('data: [DONE]\n\n');
      return;
    }
    const text = Array.from({ length: this.tokens }, (_, index) => ` w${index}`).join('');
    const content = this.#answer.isChat
      ? { message: { role: 'assistant', content: text } }
      : { text };
    const choice = { index: 0, ...content, finish_reason: this.#reason };
    response.writeHead(200, { 'content-type': 'application/json' });
    const body = { ...this.#opening(''), choices: [choice], usage: this.#usage };
    response.end(JSON.stringify({ ...body, sent_ns: nowNs() }));
  }

  get #reason(): string {
    return this.#isCut ? 'length' : 'stop';
  }

  get #usage(): object {
    return {
      prompt_tokens: this.#promptTokens,
      completion_tokens: this.tokens,
      total_tokens: this.#promptTokens + this.tokens,
      prompt_tokens_details: { cached_tokens: 0 },
    };
  }

  #opening(suffix: string): object {
    const { ordinal, model, isChat } = this.#answer;
    const object = isChat ? `chat.completion${suffix}` : 'text_completion';
    return { id: `mock-${ordinal}`, object, created: 0, model };
  }
}

function eventOf(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

/** CLOCK_MONOTONIC nanoseconds. */
function nowNs(): number {
  return Number(process.hrtime.bigint());
}
