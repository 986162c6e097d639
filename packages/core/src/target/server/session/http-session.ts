import { nowNs } from '../../../stream/clock.ts';
import { contentOf, type RequestContent } from '../../../spec/content/request-content.ts';
import type { Query } from '../../codec/codec.ts';
import type { HttpOrigin } from '../../codec/http-request.ts';
import type { RequestShape } from '../../codec/request-shape.ts';
import { CODECS } from '../../codec/registry.ts';
import type { Transport, TransportFactory, TransportListener } from '../../transport/transport.ts';
import { keySituationOf, type KeySituation } from './api-key.ts';
import { createAbortError, throwIfAborted } from './abort-error.ts';
import { MadeRecordings } from '../request/made-recording.ts';
import { PreparedRequest } from '../request/prepared-request.ts';
import type { FinishedRequest } from '../request/finished-request.ts';
import { ControlClient } from './control-client.ts';
import { Affinity } from './affinity.ts';
import type { Endpoint } from './endpoint.ts';
import { Exchanges } from './exchanges.ts';
import type { Probe } from '../probe/probe-values.ts';
import { Replicas, type PlaceInLoad } from './replicas.ts';
import { followingOrder } from './redirect/following-order.ts';
import { Redirects } from './redirect/redirects.ts';
import { adaptShape, isSameShape, RequestShapes } from '../request/request-shapes.ts';
import {
  MAX_BODY_BYTES,
  MAX_HEADER_BYTES,
  type HttpTargetOptions,
} from '../http-target-options.ts';

/** A request to a model, independent of the API. */
export interface HttpQuestion extends RequestContent, PlaceInLoad {
  readonly model: string;
  readonly maxTokens: number;
  /** Whether the response must have that many tokens, where the server supports it; it may end earlier when absent. */
  readonly isLengthDemanded?: boolean;
  readonly isGreedy: boolean;
  /** Its conversation; absent or empty for a request by itself. */
  readonly context?: string;
  /** Whether the response is streamed; as the target is configured when absent. */
  readonly isStreamed?: boolean;
}

/** A session with one server: its transport and the requests in flight on it. */
export class HttpSession {
  readonly transport: Transport;
  readonly exchanges = new Exchanges();
  readonly control: ControlClient;
  readonly redirects: Redirects;
  readonly shapes: RequestShapes;
  /** Absent where conversations need none. */
  readonly affinity?: Affinity;
  readonly #options: HttpTargetOptions;
  readonly #endpoint: Endpoint;
  readonly #makeTransport: TransportFactory;
  readonly #origin: HttpOrigin;
  /** Undefined for one server. */
  readonly #replicas: Replicas | undefined;
  readonly #recordings = new MadeRecordings();
  /** Which key requests carry, for messages. */
  readonly key: KeySituation;
  /** Called for each {@link Probe}: the server counts it like any other request. */
  onProbe: (probe: Probe) => void = () => {};

  constructor(options: HttpTargetOptions, endpoint: Endpoint, makeTransport: TransportFactory) {
    const { apiKey, headers, secrets } = options;
    this.#options = options;
    this.#endpoint = endpoint;
    this.#makeTransport = makeTransport;
    if (options.affinity !== undefined) {
      this.affinity = new Affinity(options.affinity, options.nonce);
    }
    this.#replicas = options.replicas === undefined ? undefined : new Replicas(options.replicas);
    this.redirects = new Redirects(endpoint, this.#replicas?.endpoints);
    this.key = keySituationOf(options);
    this.shapes = options.shapes ?? new RequestShapes();
    this.#origin = {
      host: endpoint.host,
      basePath: endpoint.basePath,
      // Requests that are not measured go to the first one.
      ...(this.#replicas === undefined ? {} : { replica: 0 }),
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(headers === undefined ? {} : { headers }),
      ...(secrets === undefined ? {} : { secrets }),
    };
    this.transport = this.makeTransport(options.maxConcurrency, {
      onRecords: this.exchanges.take,
      onBroken: this.exchanges.break,
    });
    this.control = new ControlClient(this.#origin, this.transport, this.exchanges);
  }

  /** Makes another transport to the same server. */
  makeTransport(maxConcurrency: number, listener: TransportListener): Transport {
    const { protocol, hostname, port, host, socketPath } = this.#endpoint;
    const { connectTimeoutMs, requestTimeoutMs, sourceAddresses, caCertificates } = this.#options;
    return this.#makeTransport(
      {
        protocol,
        hostname,
        port,
        ...(socketPath === undefined ? {} : { socketPath }),
        ...(this.#replicas === undefined ? {} : { host, moreReplicas: this.#replicas.more }),
        maxConcurrency,
        reusesConnections: !asksToClose(this.#options.headers),
        connectTimeoutMs,
        requestTimeoutMs,
        maxHeaderBytes: MAX_HEADER_BYTES,
        maxBodyBytes: MAX_BODY_BYTES,
        ...(sourceAddresses === undefined ? {} : { sourceAddresses }),
        ...(caCertificates === undefined ? {} : { caCertificates }),
      },
      listener,
    );
  }

  /** Makes the bytes of a request in the form that the server accepts. */
  prepare(question: HttpQuestion, shape: RequestShape = this.shapes.current): PreparedRequest {
    const { model, maxTokens, isLengthDemanded = false, isGreedy } = question;
    const { api, codec = CODECS[api], seed, extraBody, results, speech } = this.#options;
    const { isStreamed = this.#options.isStreamed } = question;
    const own = contentOf(question);
    const isTranscription = (question.api ?? api) === 'openai-transcription';
    const content = isTranscription ? this.#recordings.addTo(own) : own;
    const query: Query = {
      model,
      maxTokens,
      isLengthDemanded,
      isGreedy,
      isStreamed,
      shape,
      ...content,
      ...(seed === undefined ? {} : { seed }),
      ...(extraBody === undefined ? {} : { extraBody }),
      ...(results === undefined ? {} : { results }),
      ...(speech === undefined ? {} : { speech }),
    };
    return new PreparedRequest(
      question.api === undefined ? codec : CODECS[question.api],
      this.#originOf(question),
      query,
      {
        bounds: this.#options,
        key: this.key,
        ...(this.#replicas === undefined ? {} : { replicas: this.#replicas.names }),
      },
      (path) => this.redirects.resolve(path),
    );
  }

  #originOf(question: HttpQuestion): HttpOrigin {
    const { context = '' } = question;
    const origin = this.#replicas?.originOf(this.#origin, question) ?? this.#origin;
    if (this.affinity === undefined || context === '') return origin;
    return { ...origin, headers: { ...origin.headers, ...this.affinity.headersOf(context) } };
  }

  /**
   * Sends a request now and waits until it has ended in any way. If the server refuses its form, it is sent again in the form
   * that the refusal names; all later requests use the form that the server accepted.
   * @throws an `AbortError` when the signal cancels it
   */
  async ask(question: HttpQuestion, signal?: AbortSignal): Promise<FinishedRequest> {
    let shape = this.shapes.current;
    const tried = [shape];
    const first = await this.#askOnce(question, shape, signal);
    let latest = first;
    for (;;) {
      if (latest.failure === undefined) {
        this.shapes.learn(shape);
        return latest;
      }
      const { facts, refusal } = latest;
      const adapted = adaptShape(shape, { status: facts.status, said: refusal ?? '' });
      // Each field is changed once; if that does not help, the first refusal is reported.
      if (adapted === undefined || tried.some((one) => isSameShape(one, adapted))) return first;
      shape = adapted;
      tried.push(shape);
      latest = await this.#askOnce(question, shape, signal);
    }
  }

  async #askOnce(
    question: HttpQuestion,
    shape: RequestShape,
    signal: AbortSignal | undefined,
  ): Promise<FinishedRequest> {
    throwIfAborted(signal);
    let current: number | undefined;
    const abort = (): void => {
      if (current !== undefined) this.transport.cancel([current]);
    };
    const over = new Promise<FinishedRequest>((resolve, reject) => {
      const { redirects, transport, exchanges } = this;
      const order = followingOrder(
        { redirects, transport, exchanges },
        {
          prepared: this.prepare(question, shape),
          scheduledNs: nowNs(),
          onOver: resolve,
          onBroken: reject,
          mayFollow: () => signal?.aborted !== true,
          onHop: (id) => {
            current = id;
          },
        },
      );
      [current] = exchanges.begin(transport, [order]);
    });
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const finished = await over;
      if (finished.facts.failure?.kind === 'cancelled' && signal !== undefined) {
        throw createAbortError(signal);
      }
      return finished;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }
}

/** Whether the user wants a new connection for each request. */
function asksToClose(headers: HttpTargetOptions['headers'] = {}): boolean {
  return Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === 'connection' && /\bclose\b/i.test(value),
  );
}
