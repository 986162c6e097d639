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
import { parseIfJson } from '../../../spec/parse-json.ts';

/** Larger than any list of models or tokenized prompt, bytes. */
const MAX_BODY_BYTES = 64 * 2 ** 20;

/** Time limit of an optional request with all its retries, ms: a server that never responds to it can still be measured. */
export const LEARN_BOUND_MS = 3000;

/** Pauses before each retry of a request that is safe to repeat, ms. */
const RETRY_PAUSES_MS = [50, 250];

/** Failures that may not occur again on a new connection. */
const PASSING: ReadonlySet<TransportFailureKind> = new Set(['reset', 'closed-early', 'socket']);

/** A response to a request that is not measured. */
export interface ControlResponse {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** The body as JSON; undefined when it is not JSON. A refusal has its secrets masked, because servers repeat them. */
  readonly json: unknown;
  /** The body as text, decompressed; a refusal has its secrets masked. */
  readonly text: string;
}

/** The result of an optional request: a response of any status, or why none came. */
export type Learned =
  | { readonly response: ControlResponse; readonly failure: undefined }
  | {
      readonly response: undefined;
      readonly failure: string;
      /** Undefined after the time limit. */
      readonly error: TransportError | undefined;
    };

/** One request, and how its failures are handled. */
interface Question {
  readonly request: HttpRequest;
  /** Whether it is idempotent. */
  readonly isSafe: boolean;
  readonly signal?: AbortSignal | undefined;
  /** A larger body is truncated. */
  readonly maxBytes?: number | undefined;
}

/** Options of an optional request. */
interface LearnOptions {
  /** Makes it a POST, which must only read. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** A larger body is truncated. */
  readonly maxBytes?: number;
}

/** Sends the requests that are not measured: models, tokens, health. */
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

  /** Paths of optional requests that got no response, with the reason. */
  get unlearned(): ReadonlyMap<string, string> {
    return this.#unlearned;
  }

  /** Repeats the request on a fresh connection, at most twice, when the server drops it. @throws {TransportError} when no response comes */
  get(path: string, signal?: AbortSignal): Promise<ControlResponse> {
    const request = getRequest(this.#origin, path, 'application/json');
    return this.#ask({ request, isSafe: true, signal });
  }

  /** Sends a request that may change the server, and never repeats it. @throws {TransportError} when no response comes */
  post(path: string, body: unknown, signal?: AbortSignal): Promise<ControlResponse> {
    return this.#ask({ request: this.#postOf(path, body), isSafe: false, signal });
  }

  /** A POST that only reads, such as `/tokenize`, repeated like a GET. @throws {TransportError} when no response comes */
  query(path: string, body: unknown, signal?: AbortSignal): Promise<ControlResponse> {
    return this.#ask({ request: this.#postOf(path, body), isSafe: true, signal });
  }

  /**
   * Sends an optional request: a server that does not respond causes no error. Waits at most {@link LEARN_BOUND_MS}, and keeps
   * the failure in {@link unlearned}.
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
      const response = await this.#ask({ request, isSafe: true, signal: either, maxBytes });
      return { response, failure: undefined };
    } catch (error) {
      signal?.throwIfAborted();
      const isLate = bound.signal.aborted;
      if (!isLate && !(error instanceof TransportError)) throw error;
      const reason = isLate || !(error instanceof TransportError) ? undefined : error;
      const failure = reason?.message ?? `no response within ${LEARN_BOUND_MS / 1000} s`;
      this.#unlearned.set(path, failure);
      return { response: undefined, failure, error: reason };
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
      scheduledNs: nowNs(),
      makeSink: () => sink,
    });
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const { failure, status, headers } = await over;
      signal?.throwIfAborted();
      if (failure !== undefined) {
        throw new TransportError({ ...failure, message: this.#mask(failure.message) });
      }
      // A response has values that later requests use, such as model names; a refusal is only shown, so it is masked.
      const shown = isOk({ status }) ? undefined : this.#maskText;
      const text = readBody(sink.bytes(), headers.get('content-encoding'));
      const json = parseIfJson(text, shown);
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

/** Whether a status is 2xx. */
export function isOk({ status }: Pick<ControlResponse, 'status'>): boolean {
  return status >= 200 && status < 300;
}
