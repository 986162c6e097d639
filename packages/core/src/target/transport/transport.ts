import type { ClientAccount } from '../../spec/account/client-account.ts';
import type { ClientClock } from '../../spec/account/client-calibration.ts';
import type { HttpRequest } from '../codec/http-request.ts';
import type { TransportFailure } from './transport-failure.ts';

/** One request as it waits for its time. */
export interface StagedRequest {
  /** Never used twice on one transport. */
  readonly id: number;
  /**
   * When to send it, CLOCK_MONOTONIC nanoseconds; at once when that has passed, and never before. `NaN` for as soon as a
   * connection is free, in the order of staging.
   */
  readonly dueNs: number;
  readonly request: HttpRequest;
  /**
   * When it is cut on purpose, milliseconds after its send: it ends with the failure `abandoned`, and its connection is
   * closed. A request that ends before, or runs into the timeout of the transport, is not cut. Never when absent.
   */
  readonly cutAfterMs?: number;
}

/**
 * Something that happened to a request, stamped with CLOCK_MONOTONIC nanoseconds. A request ends with exactly one `end` or
 * `failed`, and nothing follows. Those of one request come in order, but for `begun`, `connected` and `sent`, which may come as
 * late as just before the last when the client could not keep up.
 */
export type TransportRecord =
  /** Its turn came: from then on it waited for a connection, where none was open. Left out where that is not known. */
  | { readonly kind: 'begun'; readonly id: number; readonly atNs: number }
  | {
      /** A connection was opened for it; left out where an open one served it. */
      readonly kind: 'connected';
      readonly id: number;
      readonly atNs: number;
    }
  /** Its first byte was handed to the socket. A request that ends without this record was never sent. */
  | { readonly kind: 'sent'; readonly id: number; readonly atNs: number }
  /**
   * The server had ended the connection that it was sent on before any byte of a response, so it was sent once more on a
   * fresh one. Comes before the head; `atNs` is when that is known of.
   */
  | { readonly kind: 'resent'; readonly id: number; readonly atNs: number }
  | {
      /** The head of the answer is whole; heads of 1xx are left out. */
      readonly kind: 'head';
      readonly id: number;
      readonly atNs: number;
      readonly status: number;
      /** By name in lower case; those of {@link KEPT_HEADERS}. */
      readonly headers: ReadonlyMap<string, string>;
    }
  | {
      readonly kind: 'body';
      readonly id: number;
      readonly atNs: number;
      /** A part of the body, without the framing of HTTP. */
      readonly bytes: Uint8Array;
      /** Whether reading was held up by us, so that the stamp may be later than the bytes were. */
      readonly isDelayed: boolean;
    }
  /** The body is whole. */
  | { readonly kind: 'end'; readonly id: number; readonly atNs: number }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly atNs: number;
      readonly failure: TransportFailure;
    };

/** Headers of answers that are handed on. */
export const KEPT_HEADERS = [
  'content-type',
  'content-encoding',
  'retry-after',
  'server',
  'location',
  'x-queue-time',
  'x-inference-time',
  'x-total-time',
  'x-litellm-overhead-duration-ms',
  'x-litellm-response-duration-ms',
] as const;

/** Where to connect, and the bounds of a request. */
export interface TransportOptions {
  readonly protocol: 'http:' | 'https:';
  /** Name or address, an IPv6 address without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** A unix socket to connect to, in place of name and port. */
  readonly socketPath?: string;
  /**
   * Requests in flight at most, `Infinity` for as many as descriptors allow; others wait for a connection, and their time of
   * sending shows it.
   */
  readonly maxConcurrency: number;
  /** Whether a connection may carry more than one request; not where the user sends `connection: close`. */
  readonly reusesConnections: boolean;
  readonly connectTimeoutMs: number;
  /** From the moment it is sent, or begins to connect, to the end of the answer. */
  readonly requestTimeoutMs: number;
  readonly maxHeaderBytes: number;
  readonly maxBodyBytes: number;
  /** PEM certificates to trust beside those of the system. */
  readonly caCertificates?: readonly string[];
}

/** The transport's account of itself: what is known of the client without its CPU time and its prompts. */
export type TransportAccount = Omit<ClientAccount, 'cpuUtilization' | 'promptWaitMs'>;

/** Sends requests at their times and stamps what comes back, on a clock of its own away from the main thread. */
export interface Transport {
  readonly clock: ClientClock;
  /**
   * Opens connections, so that none has to be while requests are due. Called once, before anything else.
   * @param connections at most those of the options; with 0 each is opened when it is needed
   * @throws {TransportError} when none can be opened
   */
  open(connections: number, signal?: AbortSignal): Promise<void>;
  /** Hands over requests, any number at any time; each is followed up to its last record. */
  stage(requests: readonly StagedRequest[]): void;
  /**
   * Takes requests back; each still ends with a record: at once when it is under way or all are taken back, else when its
   * turn comes at the latest. Unknown and ended ones mean nothing.
   */
  cancel(ids: readonly number[] | 'all'): void;
  /**
   * The responses of these requests are over, as whoever reads them says: each ends now, with its last record. Their
   * connections have a short time to end the framing, and hold up nothing. Unknown and ended ones mean nothing.
   */
  finish(ids: readonly number[]): void;
  /** Closes connections that carry nothing; a later request opens another. */
  closeIdle(): void;
  /** Sends nothing more: what was not sent by now is dropped, what is under way goes on. */
  endSending(): void;
  account(): Promise<TransportAccount>;
  /** Cancels what is left and ends threads and connections; idempotent. No record comes after it has resolved. */
  close(): Promise<void>;
}

/** What a transport reports to. */
export interface TransportListener {
  /** Takes records in the order in which they happened, a batch at a time. */
  readonly onRecords: (records: readonly TransportRecord[]) => void;
  /** The transport ended by a defect of ours: no record comes any more. */
  readonly onBroken: (error: Error) => void;
}

/** Makes a transport; nothing runs until `open()`. */
export type TransportFactory = (
  options: TransportOptions,
  listener: TransportListener,
) => Transport;
