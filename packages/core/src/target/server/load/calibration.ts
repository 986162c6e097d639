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
  /** The mock server, which writes its send time into each event as `sent_ns`. */
  readonly url: string;
  readonly model: string;
  /** Concurrent requests, as many as in the load that follows. */
  readonly concurrency: number;
  readonly requests: number;
  /** Tokens of each response. */
  readonly tokens: number;
  /** Time limit of one request, far above its duration. */
  readonly timeoutMs: number;
}

/** The timing error of the client: raw values in no order, for quantiles. */
export interface Calibration {
  /** Timestamp minus send time of the first event of each response, nanoseconds. */
  readonly firstErrorNs: Float64Array;
  /** The same for every later event. */
  readonly laterErrorNs: Float64Array;
  /** Time between two events by their timestamps minus by their send times; may be negative. */
  readonly interTokenErrorNs: Float64Array;
  readonly account: TransportAccount;
}

/**
 * Runs a closed loop against a server whose send times are known, and returns the error of every timestamp. The error
 * includes the path through the kernel.
 * @throws {TransportError} when the server cannot be reached
 * @throws {TargetError} when a response fails or has no send times
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
    const responses = Array.from({ length: options.requests }, (_, index) => {
      const response = new TimestampedResponse(options, endpoint, index);
      const { request, makeSink } = response;
      const { over } = exchanges.run(transport, { request, makeSink, scheduledNs: Number.NaN });
      return over.then((facts) => response.errors(facts));
    });
    try {
      const errors = await Promise.all(responses);
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
  readonly interTokenErrorsNs: readonly number[];
}

function gather(errors: readonly StampErrors[]): Omit<Calibration, 'account'> {
  return {
    firstErrorNs: Float64Array.from(errors.flatMap(({ errorsNs }) => errorsNs.slice(0, 1))),
    laterErrorNs: Float64Array.from(errors.flatMap(({ errorsNs }) => errorsNs.slice(1))),
    interTokenErrorNs: Float64Array.from(
      errors.flatMap(({ interTokenErrorsNs }) => interTokenErrorsNs),
    ),
  };
}

/** One response whose events contain their send times. */
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
    const response = this.#decoder?.finish(facts.failure === undefined);
    const readNs = [...(response?.contentNs ?? [])];
    const errorsNs = readNs.map((ns, index) => ns - (this.#sentNs[index] ?? Number.NaN));
    if (facts.failure !== undefined || errorsNs.length !== this.#tokens) {
      const reason = facts.failure?.message ?? `it had ${errorsNs.length} content events`;
      throw calibrationError(`a response of ${this.#tokens} tokens failed: ${reason}`);
    }
    if (errorsNs.some((ns) => Number.isNaN(ns))) {
      throw calibrationError('its events have no send times');
    }
    const interTokenErrorsNs = errorsNs
      .slice(1)
      .map((ns, index) => ns - (errorsNs[index] ?? Number.NaN));
    return { errorsNs, interTokenErrorsNs };
  }
}

function calibrationError(what: string): TargetError {
  return new TargetError(`cannot calibrate the client against the mock server: ${what}`, {
    code: 'CALIBRATION',
    help: 'run the load again, or without calibration',
  });
}
