import { ResponseDecoder } from '../../codec/response-decoder.ts';
import { chooseFraming } from '../../codec/framing/choose-framing.ts';
import { isRecord, numberOf } from '../../codec/fields/json-fields.ts';
import { openAiChat } from '../../codec/api/openai.ts';
import { readOpenAiEvent } from '../../codec/api/read-openai.ts';
import { TargetError } from '../../errors.ts';
import type { TransportAccount, TransportFactory } from '../../transport/transport.ts';
import { parseEndpoint, type Endpoint } from '../session/endpoint.ts';
import type { ExchangeFacts } from '../session/exchange-log.ts';
import { Exchanges } from '../session/exchanges.ts';
import { MAX_BODY_BYTES, MAX_HEADER_BYTES } from '../http-target-options.ts';

/** What to calibrate with. */
export interface CalibrationOptions {
  /** A server that writes the time of sending into each event, as `sent_ns`: the built-in one. */
  readonly url: string;
  readonly model: string;
  /** Requests under way at once: as many as in the load that follows. */
  readonly concurrency: number;
  readonly requests: number;
  /** Of each answer. */
  readonly tokens: number;
  /** For one request; far above what it takes. */
  readonly timeoutMs: number;
}

/** How far the client's stamps are from the truth. Raw, in no order: whoever reports it picks the quantiles. */
export interface Calibration {
  /** Stamp less time of sending, of the first event of each answer, nanoseconds. */
  readonly firstErrorNs: Float64Array;
  /** The same of every later event. */
  readonly laterErrorNs: Float64Array;
  /** Gap between two events as stamped less as sent; may be negative. */
  readonly gapErrorNs: Float64Array;
  readonly account: TransportAccount;
}

/**
 * Runs a closed loop against a server whose times of sending are known, and tells the error of every stamp. The way through
 * the kernel is part of it.
 * @throws {TransportError} when the server is not reached
 * @throws {TargetError} when an answer fails or tells no times: nothing can be said of the client then
 */
export async function calibrate(
  options: CalibrationOptions,
  makeTransport: TransportFactory,
  signal?: AbortSignal,
): Promise<Calibration> {
  const endpoint = parseEndpoint(options.url);
  const exchanges = new Exchanges();
  const transport = makeTransport(transportOptions(options, endpoint), {
    onRecords: exchanges.take,
    onBroken: exchanges.break,
  });
  try {
    await transport.open(options.concurrency, signal);
    const cancel = (): void => transport.cancel('all');
    signal?.addEventListener('abort', cancel, { once: true });
    const answers = Array.from({ length: options.requests }, (_, index) => {
      const answer = new TimestampedResponse(options, endpoint, index);
      const { request, makeSink } = answer;
      const { over } = exchanges.run(transport, { request, makeSink, dueNs: Number.NaN });
      return over.then((facts) => answer.errors(facts));
    });
    try {
      const errors = await Promise.all(answers);
      return { ...gather(errors), account: await transport.account() };
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    await transport.close();
  }
}

function transportOptions(options: CalibrationOptions, endpoint: Endpoint) {
  const { protocol, hostname, port, socketPath } = endpoint;
  return {
    protocol,
    hostname,
    port,
    ...(socketPath === undefined ? {} : { socketPath }),
    maxConcurrency: options.concurrency,
    reusesConnections: true,
    connectTimeoutMs: options.timeoutMs,
    requestTimeoutMs: options.timeoutMs,
    maxHeaderBytes: MAX_HEADER_BYTES,
    maxBodyBytes: MAX_BODY_BYTES,
  };
}

interface StampErrors {
  readonly errorsNs: readonly number[];
  readonly gapErrorsNs: readonly number[];
}

function gather(errors: readonly StampErrors[]): Omit<Calibration, 'account'> {
  return {
    firstErrorNs: Float64Array.from(errors.flatMap(({ errorsNs }) => errorsNs.slice(0, 1))),
    laterErrorNs: Float64Array.from(errors.flatMap(({ errorsNs }) => errorsNs.slice(1))),
    gapErrorNs: Float64Array.from(errors.flatMap(({ gapErrorsNs }) => gapErrorsNs)),
  };
}

/** One answer whose events say when they were sent. */
class TimestampedResponse {
  readonly request;
  readonly #tokens: number;
  readonly #sentNs: number[] = [];
  #decoder: ResponseDecoder | undefined;

  constructor(options: CalibrationOptions, endpoint: Endpoint, index: number) {
    this.#tokens = options.tokens;
    this.request = openAiChat.encode(endpoint, {
      model: options.model,
      messages: [{ role: 'user', content: `calibration ${index}` }],
      maxTokens: options.tokens,
      isGreedy: true,
      isStreamed: true,
    });
  }

  makeSink = (_status: number, headers: ReadonlyMap<string, string>): ResponseDecoder => {
    const framing = chooseFraming(headers.get('content-type') ?? '', 'sse');
    this.#decoder = new ResponseDecoder(framing, (event) => {
      const reading = readOpenAiEvent(event);
      if (reading.isContent && isRecord(event)) this.#sentNs.push(numberOf(event['sent_ns']));
      return reading;
    });
    return this.#decoder;
  };

  errors(facts: ExchangeFacts): StampErrors {
    const answer = this.#decoder?.finish(facts.failure === undefined);
    const readNs = [...(answer?.contentNs ?? [])];
    const errorsNs = readNs.map((ns, index) => ns - (this.#sentNs[index] ?? Number.NaN));
    if (facts.failure !== undefined || errorsNs.length !== this.#tokens) {
      const reason = facts.failure?.message ?? `it had ${errorsNs.length} events of content`;
      throw calibrationError(`an answer of ${this.#tokens} tokens failed: ${reason}`);
    }
    if (errorsNs.some((ns) => Number.isNaN(ns))) {
      throw calibrationError('its events do not say when they were sent');
    }
    const gapErrorsNs = errorsNs.slice(1).map((ns, index) => ns - (errorsNs[index] ?? Number.NaN));
    return { errorsNs, gapErrorsNs };
  }
}

function calibrationError(what: string): TargetError {
  return new TargetError(
    `The client could not be calibrated against the server of known timing: ${what}. Expected the built-in server, on this machine; run the load again, or without calibration.`,
    { code: 'CALIBRATION' },
  );
}
