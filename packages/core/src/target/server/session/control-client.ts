import { setTimeout as delay } from 'node:timers/promises';
import { nowNs } from '../../../stream/clock.ts';
import {
  getRequest,
  jsonRequest,
  type HttpOrigin,
  type HttpRequest,
} from '../../codec/http-request.ts';
import { TransportError } from '../../transport/transport-error.ts';
import type { TransportFailureKind } from '../../transport/transport-failure.ts';
import type { Transport } from '../../transport/transport.ts';
import { maskSecrets } from './api-key.ts';
import type { Exchanges } from './exchanges.ts';
import { readBody } from './read-body.ts';
import { TextSink } from './text-sink.ts';

/** A listing or a tokenized prompt is never larger. */
const MAX_BODY_BYTES = 64 * 2 ** 20;

/** Bound on everything that is asked only to learn, all tries together, ms: a server that never answers it is measured all the same. */
export const LEARN_BOUND_MS = 3000;

/** Pauses before each further try of a request that is safe to repeat, ms. */
const RETRY_PAUSES_MS = [50, 250];

/** Failures that a fresh connection may not meet again. */
const PASSING: ReadonlySet<TransportFailureKind> = new Set(['reset', 'closed-early', 'socket']);

/** A response to a question about the server. */
export interface ControlResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** The body as JSON; undefined when it is none. Of a refusal, without the secrets that the server may have repeated. */
  readonly json: unknown;
  /** The body as text, decompressed; of a refusal without the secrets, too. */
  readonly text: string;
}

/** What came of a question that is asked only to learn: a response of any status, or why none came. */
export type Learned =
  | { readonly answer: ControlResponse; readonly failure: undefined }
  | {
      readonly answer: undefined;
      readonly failure: string;
      /** Absent where it only took too long. */
      readonly error: TransportError | undefined;
    };

/** One question: its request, and what may be done about a failure. */
interface Question {
  readonly request: HttpRequest;
  /** Whether asking twice does nothing that asking once does not. */
  readonly isSafe: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Of the body; what is larger is cut off. */
  readonly maxBytes?: number | undefined;
}

/** How a question that is asked only to learn is asked. */
interface LearnOptions {
  /** Makes it a POST that only reads. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of the body that are kept. */
  readonly maxBytes?: number;
}

/** Asks a server about itself: models, tokens, health. Nothing of it is measured. */
export class ControlClient {
  readonly #origin: HttpOrigin;
  readonly #transport: Transport;
  readonly #exchanges: Exchanges;
  readonly #unlearned = new Map<string, string>();

  constructor(origin: HttpOrigin, transport: Transport, exchanges: Exchanges) {
    this.#origin = origin;
    this.#transport = transport;
    this.#exchanges = exchanges;
  }

  /** Paths that were asked only to learn and did not respond, and why. */
  get unlearned(): ReadonlyMap<string, string> {
    return this.#unlearned;
  }

  /** Repeats the request on a fresh connection, at most twice, when the server drops it. @throws {TransportError} when no response comes */
  get(path: string, signal?: AbortSignal): Promise<ControlResponse> {
    const request = getRequest(this.#origin, path, 'application/json');
    return this.#ask({ request, isSafe: true, signal });
  }

  /** Sends what may change the server: it is not repeated. @throws {TransportError} when no response comes */
  post(path: string, body: unknown, signal?: AbortSignal): Promise<ControlResponse> {
    return this.#ask({ request: this.#postOf(path, body), isSafe: false, signal });
  }

  /** A POST that only reads, such as `/tokenize`, repeated like a GET. @throws {TransportError} when no response comes */
  query(path: string, body: unknown, signal?: AbortSignal): Promise<ControlResponse> {
    return this.#ask({ request: this.#postOf(path, body), isSafe: true, signal });
  }

  /**
   * Asks what the run can do without: never throws for a server that does not respond, and waits no longer than
   * {@link LEARN_BOUND_MS}. The failure is kept in {@link unlearned}.
   * @throws the signal's reason when it is aborted
   */
  async learn(path: string, { body, signal, maxBytes }: LearnOptions = {}): Promise<Learned> {
    signal?.throwIfAborted();
    const request =
      body === undefined
        ? getRequest(this.#origin, path, 'application/json')
        : this.#postOf(path, body);
    const bound = new AbortController();
    const timer = setTimeout(() => bound.abort(), LEARN_BOUND_MS);
    const either = signal === undefined ? bound.signal : AbortSignal.any([signal, bound.signal]);
    try {
      const answer = await this.#ask({ request, isSafe: true, signal: either, maxBytes });
      return { answer, failure: undefined };
    } catch (error) {
      signal?.throwIfAborted();
      const isLate = bound.signal.aborted;
      if (!isLate && !(error instanceof TransportError)) throw error;
      const reason = isLate || !(error instanceof TransportError) ? undefined : error;
      const failure = reason?.message ?? `no response within ${LEARN_BOUND_MS / 1000} s`;
      this.#unlearned.set(path, failure);
      return { answer: undefined, failure, error: reason };
    } finally {
      clearTimeout(timer);
    }
  }

  #postOf(path: string, body: unknown): HttpRequest {
    return jsonRequest(this.#origin, path, body, 'application/json');
  }

  async #ask(question: Question): Promise<ControlResponse> {
    const { isSafe, signal } = question;
    for (const pauseMs of isSafe ? RETRY_PAUSES_MS : []) {
      try {
        return await this.#askOnce(question);
      } catch (error) {
        if (!(error instanceof TransportError) || !PASSING.has(error.kind)) throw error;
      }
      await pause(pauseMs, signal);
    }
    return await this.#askOnce(question);
  }

  async #askOnce({
    request,
    signal,
    maxBytes = MAX_BODY_BYTES,
  }: Question): Promise<ControlResponse> {
    signal?.throwIfAborted();
    const sink = new TextSink(maxBytes);
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
      // What a response says is a fact that questions are made of, such as the name of a model; a refusal is only shown.
      const shown = isOk({ status }) ? undefined : this.#maskText;
      const text = readBody(sink.bytes(), headers.get('content-encoding'));
      const json = parseJson(text, shown);
      return { status, headers, json, text: shown === undefined ? text : this.#mask(text) };
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

/** @throws the signal's reason when it is aborted */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/** Whether an answer is a yes. */
export function isOk({ status }: Pick<ControlResponse, 'status'>): boolean {
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
