import { nowNs } from '../../stream/clock.ts';
import type { ChatMessage, Codec, Query } from '../codec/codec.ts';
import type { HttpOrigin } from '../codec/http-request.ts';
import { CODECS } from '../codec/registry.ts';
import type { Transport, TransportFactory, TransportListener } from '../transport/transport.ts';
import { createAbortError, throwIfAborted } from './abort-error.ts';
import { Answering, type AnsweredRequest } from './answering.ts';
import { ControlClient } from './control-client.ts';
import type { Endpoint } from './endpoint.ts';
import { Exchanges } from './exchanges.ts';
import { MAX_BODY_BYTES, MAX_HEADER_BYTES, type HttpTargetOptions } from './http-target-options.ts';

/** What is asked of a model. */
export interface HttpQuestion {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  readonly isGreedy: boolean;
}

/** A connection to one server, from the first question to the last: its transport and what is under way on it. */
export class HttpSession {
  readonly transport: Transport;
  readonly exchanges = new Exchanges();
  readonly control: ControlClient;
  readonly #options: HttpTargetOptions;
  readonly #endpoint: Endpoint;
  readonly #makeTransport: TransportFactory;
  readonly #codec: Codec;
  readonly #origin: HttpOrigin;

  constructor(options: HttpTargetOptions, endpoint: Endpoint, makeTransport: TransportFactory) {
    const { apiKey, headers, secrets } = options;
    this.#options = options;
    this.#endpoint = endpoint;
    this.#makeTransport = makeTransport;
    this.#codec = CODECS[options.api];
    this.#origin = {
      host: endpoint.host,
      basePath: endpoint.basePath,
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(headers === undefined ? {} : { headers }),
      ...(secrets === undefined ? {} : { secrets }),
    };
    this.transport = this.makeTransport(options.maxConnections, {
      onRecords: this.exchanges.take,
      onBroken: this.exchanges.break,
    });
    this.control = new ControlClient(this.#origin, this.transport, this.exchanges);
  }

  /** Makes another transport to the same server. */
  makeTransport(maxConnections: number, listener: TransportListener): Transport {
    const { protocol, hostname, port, socketPath } = this.#endpoint;
    const { connectTimeoutMs, requestTimeoutMs, certificateAuthorities } = this.#options;
    return this.#makeTransport(
      {
        protocol,
        hostname,
        port,
        ...(socketPath === undefined ? {} : { socketPath }),
        maxConnections,
        reusesConnections: !asksToClose(this.#options.headers),
        connectTimeoutMs,
        requestTimeoutMs,
        maxHeaderBytes: MAX_HEADER_BYTES,
        maxBodyBytes: MAX_BODY_BYTES,
        ...(certificateAuthorities === undefined ? {} : { certificateAuthorities }),
      },
      listener,
    );
  }

  /** Makes the bytes of a question, ready to be sent. */
  prepare({ model, messages, maxTokens, isGreedy }: HttpQuestion): Answering {
    const { seed, extraBody, isStreamed } = this.#options;
    const query: Query = {
      model,
      messages,
      maxTokens,
      isGreedy,
      isStreamed,
      ...(seed === undefined ? {} : { seed }),
      ...(extraBody === undefined ? {} : { extraBody }),
    };
    return new Answering(this.#codec, this.#origin, query);
  }

  /**
   * Asks at once and waits until the answer is over, however it ended.
   * @throws an `AbortError` when the signal cancels it
   */
  async ask(question: HttpQuestion, signal?: AbortSignal): Promise<AnsweredRequest> {
    throwIfAborted(signal);
    const answering = this.prepare(question);
    const { over, cancel } = this.exchanges.run(this.transport, {
      request: answering.request,
      dueNs: nowNs(),
      makeSink: answering.makeSink,
    });
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const facts = await over;
      if (facts.failure?.kind === 'cancelled' && signal !== undefined) {
        throw createAbortError(signal);
      }
      return answering.conclude(facts);
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }
}

/** Whether the user has each request use a connection of its own. */
function asksToClose(headers: HttpTargetOptions['headers'] = {}): boolean {
  return Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === 'connection' && /\bclose\b/i.test(value),
  );
}
