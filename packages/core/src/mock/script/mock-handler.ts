import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MockServerOptions } from '@loadcell/native';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { chatDialect, completionDialect } from './dialect/chat.ts';
import type { MockDialect } from './dialect/dialect.ts';
import { messagesDialect } from './dialect/messages.ts';
import { responsesDialect } from './dialect/responses.ts';
import { SPEECH_DIALECTS } from './dialect/speech.ts';
import { transcriptionDialect } from './dialect/transcription.ts';
import { readTranscription, speechFormatOf } from './audio-request.ts';
import { MockRequestSchema, wordsOf, type MockRequest } from './mock-request.ts';
import { isItemPath, itemResponse } from './item-response.ts';
import { MockResponse } from './mock-response.ts';
import { API_PATHS } from '../../spec/api-name.ts';
import { parseIfJson } from '../../spec/parse-json.ts';

/** A number that the server counts. */
type Count = 'requests' | 'answered' | 'abandoned' | 'rejected' | 'events';

const DIALECTS: ReadonlyMap<string, MockDialect> = new Map([
  ['/v1/chat/completions', chatDialect],
  ['/v1/completions', completionDialect],
  ['/v1/responses', responsesDialect],
  ['/v1/messages', messagesDialect],
]);

/** Answers the requests of the mock server. */
export class MockHandler {
  readonly #options: MockServerOptions;
  readonly #count: (count: Count) => void;
  readonly #random;
  #ordinal = 0;

  constructor(options: MockServerOptions, count: (count: Count) => void) {
    this.#options = options;
    this.#count = count;
    this.#random = xoroshiro128plus(options.seed ?? 1);
  }

  handle = (request: IncomingMessage, response: ServerResponse): void => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const bytes = Buffer.concat(parts);
      const [path] = (request.url ?? '').split('?');
      if (request.method === 'POST' && path === API_PATHS['openai-transcription']) {
        void this.#transcribe(request, bytes, response);
      } else {
        this.#answer(request, bytes.toString('utf8'), response);
      }
    });
  };

  get #model(): string {
    return this.#options.model ?? 'mock';
  }

  #lacks(model: string = this.#model): boolean {
    return this.#options.isStrictAboutModel === true && model !== this.#model;
  }

  #answer({ url = '', method }: IncomingMessage, body: string, response: ServerResponse): void {
    const [path = ''] = url.split('?');
    if (path === '/health') return sendJson(response, 200, {});
    if (path === '/v1/models') {
      return sendJson(response, 200, {
        object: 'list',
        data: [{ id: this.#model, object: 'model' }],
      });
    }
    const json = parseIfJson(body);
    if (method === 'POST' && isItemPath(path)) return this.#answerItems(path, json, response);
    const asked = MockRequestSchema.safeParse(json);
    const isSpeech = path === API_PATHS['openai-speech'];
    if (method !== 'POST' || !asked.success) return this.#reject(response, 400, 'not a request');
    if (path === '/tokenize') {
      return sendJson(response, 200, { tokens: wordsOf(asked.data).map((_word, index) => index) });
    }
    const dialect = isSpeech ? SPEECH_DIALECTS.get(speechFormatOf(json)) : DIALECTS.get(path);
    if (dialect === undefined) {
      return isSpeech
        ? this.#reject(response, 400, 'unknown response_format: expected wav or pcm')
        : this.#reject(response, 404, 'no such path');
    }
    this.#generate(isSpeech ? { ...asked.data, stream: true } : asked.data, dialect, response);
  }

  async #transcribe(
    { headers }: IncomingMessage,
    body: Buffer<ArrayBuffer>,
    response: ServerResponse,
  ): Promise<void> {
    const asked = await readTranscription(body, headers['content-type'] ?? '');
    if (asked === undefined) return this.#reject(response, 400, 'not a form with a file');
    this.#generate(asked.request, transcriptionDialect, response, asked.promptTokens);
  }

  /** The results of inputs come whole, at the time of a first token. */
  #answerItems(path: string, json: unknown, response: ServerResponse): void {
    const body = itemResponse(path, json, this.#model);
    if (body === undefined) return this.#reject(response, 400, 'no input');
    const { data } = MockRequestSchema.safeParse(json);
    if (this.#lacks(data?.model)) {
      return this.#reject(response, 404, `the model ${data?.model} does not exist`);
    }
    this.#count('requests');
    const { timeToFirstTokenMs = 50, jitterMs = 0 } = this.#options;
    const timer = setTimeout(
      () => {
        this.#count('events');
        this.#count('answered');
        sendJson(response, 200, body);
      },
      timeToFirstTokenMs + uniformFloat64(this.#random) * jitterMs,
    );
    response.on('close', () => {
      clearTimeout(timer);
      if (!response.writableEnded) this.#count('abandoned');
    });
  }

  #generate(
    asked: MockRequest,
    dialect: MockDialect,
    response: ServerResponse,
    promptTokens?: number,
  ): void {
    if (this.#lacks(asked.model)) {
      return this.#reject(response, 404, `the model ${asked.model} does not exist`);
    }
    this.#count('requests');
    const { timeToFirstTokenMs = 50, interTokenLatencyMs = 10, jitterMs = 0 } = this.#options;
    this.#ordinal += 1;
    const made = new MockResponse(dialect, asked, {
      ordinal: this.#ordinal,
      model: this.#model,
      outputTokens: this.#options.outputTokens ?? 64,
      promptTokens,
    });
    const waits = Array.from({ length: made.tokens }, (_, index) => {
      const gap = index === 0 ? timeToFirstTokenMs : interTokenLatencyMs;
      return gap + uniformFloat64(this.#random) * jitterMs;
    });
    const delays = made.delays(waits);
    let timer: NodeJS.Timeout | undefined;
    let dueMs = performance.now();
    let sent = 0;
    const wait = (): void => {
      dueMs += delays[sent] ?? 0;
      timer = setTimeout(step, Math.max(0, dueMs - performance.now()));
    };
    const step = (): void => {
      this.#count('events');
      made.sendToken(response, sent);
      sent += 1;
      if (sent < delays.length) return wait();
      made.end(response);
      this.#count('answered');
    };
    response.on('close', () => {
      clearTimeout(timer);
      if (sent < delays.length) this.#count('abandoned');
    });
    wait();
  }

  #reject(response: ServerResponse, status: number, message: string): void {
    this.#count('rejected');
    sendJson(response, status, { error: { message, code: status } });
  }
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
