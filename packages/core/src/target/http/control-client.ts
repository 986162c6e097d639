import { nowNs } from '../../stream/clock.ts';
import {
  getRequest,
  jsonRequest,
  type HttpOrigin,
  type HttpRequest,
} from '../codec/http-request.ts';
import { TransportError } from '../transport/transport-error.ts';
import type { Transport } from '../transport/transport.ts';
import { maskSecrets } from './api-key.ts';
import type { Exchanges } from './exchanges.ts';
import { TextSink } from './text-sink.ts';

/** A listing or a tokenized prompt is never larger. */
const MAX_BODY_BYTES = 64 * 2 ** 20;

/** An answer to a question about the server. */
export interface ControlAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** The body as JSON; undefined when it is none. Of a refusal, without the secrets that the server may have repeated. */
  readonly json: unknown;
}

/** Asks a server about itself: models, tokens, health. Nothing of it is measured. */
export class ControlClient {
  readonly #origin: HttpOrigin;
  readonly #transport: Transport;
  readonly #exchanges: Exchanges;

  constructor(origin: HttpOrigin, transport: Transport, exchanges: Exchanges) {
    this.#origin = origin;
    this.#transport = transport;
    this.#exchanges = exchanges;
  }

  /** @throws {TransportError} when no answer comes */
  get(path: string, signal?: AbortSignal): Promise<ControlAnswer> {
    return this.#ask(getRequest(this.#origin, path, 'application/json'), signal);
  }

  /** @throws {TransportError} when no answer comes */
  post(path: string, body: unknown, signal?: AbortSignal): Promise<ControlAnswer> {
    return this.#ask(jsonRequest(this.#origin, path, body, 'application/json'), signal);
  }

  async #ask(request: HttpRequest, signal?: AbortSignal): Promise<ControlAnswer> {
    signal?.throwIfAborted();
    const sink = new TextSink(MAX_BODY_BYTES);
    const { over, cancel } = this.#exchanges.run(this.#transport, {
      request,
      dueNs: nowNs(),
      makeSink: () => sink,
    });
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const { failure, status, headers } = await over;
      signal?.throwIfAborted();
      if (failure !== undefined) {
        throw new TransportError({ ...failure, message: this.#mask(failure.message) });
      }
      // What an answer says is a fact that questions are made of, such as the name of a model; a refusal is only shown.
      const shown = isOk({ status }) ? undefined : this.#maskText;
      return { status, headers, json: parseJson(sink.read(), shown) };
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  #mask(text: string): string {
    return maskSecrets(text, this.#origin);
  }

  #maskText = (_key: string, value: unknown): unknown =>
    typeof value === 'string' ? this.#mask(value) : value;
}

/** Whether an answer is a yes. */
export function isOk({ status }: Pick<ControlAnswer, 'status'>): boolean {
  return status >= 200 && status < 300;
}

function parseJson(text: string, change?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, change);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
