import type { ClientUsage } from '../../spec/quality/client-usage.ts';
import type { ClientClock } from '../../spec/quality/client-calibration.ts';
import type { HttpRequest } from '../codec/http-request.ts';
import type { TransportFailure } from './transport-failure.ts';

/** One request that waits for its scheduled start. */
export interface StagedRequest {
  /** Never used twice on one transport. */
  readonly id: number;
  /**
   * Scheduled start, CLOCK_MONOTONIC nanoseconds: sent immediately if it has passed, and never earlier. `NaN` for as
   * soon as a connection is free, in the order of staging.
   */
  readonly scheduledNs: number;
  readonly request: HttpRequest;
  /**
   * The client cuts it this long after its send, ms: it ends with the failure `abandoned`, and its connection is
   * closed. A request that ends or times out before is not cut. Never cut when absent.
   */
  readonly cutAfterMs?: number;
  /**
   * Nothing is sent because of its end, so that its records may be passed on later, in larger batches. Timestamps do not depend
   * on it.
   */
  readonly isUnawaited?: boolean;
}

/** Bounds of a read, CLOCK_MONOTONIC nanoseconds. */
export interface ReadBounds {
  readonly returnedNs: number;
  /** All its bytes arrived after this time. */
  readonly afterNs: number;
  /** Its first bytes arrived at most this long before its last, as far as the client is the cause, nanoseconds. */
  readonly doubtNs: number;
}

/** The path to the server when a request is sent, by the kernel. */
export interface SendPath {
  /** Shortest round trip of the connection so far. */
  readonly leastRoundTripNs: number;
  /** Whether the request may leave in parts: it has left when its `departed` record says, and otherwise when it was sent. */
  readonly isLong: boolean;
}

/** What the path lost during a request, by the kernel. */
export interface PathLosses {
  /** Segments sent again. */
  readonly retransmits: number;
  /** Segments of the response that arrived before an earlier one; `NaN` for a request that failed. */
  readonly outOfOrder: number;
}

/**
 * Something that happened to a request, with a timestamp in CLOCK_MONOTONIC nanoseconds. A request ends with exactly
 * one `end` or `failed`, and nothing follows. The records of one request arrive in order, except `begun`, `connected`
 * and `sent`, which may arrive as late as just before the last one when the client cannot keep up.
 */
export type TransportRecord =
  /** Its turn came; without an open connection it then waited for one. Absent where unknown. */
  | { readonly kind: 'begun'; readonly id: number; readonly atNs: number }
  | {
      /** A connection was opened for it; absent if it used an open one. */
      readonly kind: 'connected';
      readonly id: number;
      readonly atNs: number;
    }
  | {
      /** Its first byte was handed to the socket. A request that ends without this record was never sent. */
      readonly kind: 'sent';
      readonly id: number;
      readonly atNs: number;
      /** Absent where the client cannot know it. */
      readonly path?: SendPath;
      /** Index of the replica; absent where there is one server. */
      readonly replica?: number;
    }
  /** Its last byte left this machine, by the kernel; the last such record before the head counts. */
  | { readonly kind: 'departed'; readonly id: number; readonly atNs: number }
  /**
   * The server closed the connection before any byte of a response, so the request was resent on a new one. Precedes
   * the head; `atNs` is when the client noticed.
   */
  | { readonly kind: 'resent'; readonly id: number; readonly atNs: number }
  | {
      /** The response header is complete; headers with 1xx are skipped. */
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
      /** Whether the client was late to read, so that the timestamp may be later than the bytes. */
      readonly isDelayed: boolean;
      /** Present where `atNs` is the arrival by the kernel. */
      readonly read?: ReadBounds | undefined;
    }
  | {
      /** The body is complete. */
      readonly kind: 'end';
      readonly id: number;
      readonly atNs: number;
      /** Absent where the client cannot know it. */
      readonly losses?: PathLosses;
    }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly atNs: number;
      readonly failure: TransportFailure;
      readonly losses?: PathLosses;
      /** As of `sent`; absent as well where it failed before one was chosen. */
      readonly replica?: number;
    };

/** Response headers that are kept. */
export const KEPT_HEADERS = [
  'content-type',
  'content-encoding',
  'retry-after',
  'server',
  'location',
  'set-cookie',
  'x-queue-time',
  'x-inference-time',
  'x-total-time',
  'x-litellm-overhead-duration-ms',
  'x-litellm-response-duration-ms',
] as const;

/** A server to connect to. */
export interface TransportEndpoint {
  /** Name or address, an IPv6 address without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** A Unix socket to connect to instead of name and port. */
  readonly socketPath?: string;
  /** Value of the Host header; that of name and port when absent. */
  readonly host?: string;
}

/** Where to connect, and the bounds of a request. */
export interface TransportOptions extends TransportEndpoint {
  readonly protocol: 'http:' | 'https:';
  /** Replicas besides the first, which have the same protocol; all share the limits. One server when absent. */
  readonly moreReplicas?: readonly TransportEndpoint[];
  /**
   * Maximum requests in flight, `Infinity` for as many as descriptors allow; others wait for a connection, which shows
   * in their send time.
   */
  readonly maxConcurrency: number;
  /** Whether a connection may carry more than one request; not where the user sends `connection: close`. */
  readonly reusesConnections: boolean;
  readonly connectTimeoutMs: number;
  /** From its send, or the start of its connection, to the end of the response. */
  readonly requestTimeoutMs: number;
  readonly maxHeaderBytes: number;
  readonly maxBodyBytes: number;
  /** IP addresses of this machine to connect from, in turn; the system's choice when absent. */
  readonly sourceAddresses?: readonly string[];
  /** PEM certificates to trust besides those of the system. */
  readonly caCertificates?: readonly string[];
}

/** The transport's part of the client account: everything except CPU time and prompts. */
export type TransportAccount = Omit<ClientUsage, 'cpuUtilization' | 'promptWaitMs'>;

/** Sends requests on time and takes timestamps of responses, on its own clock outside the main thread. */
export interface Transport {
  readonly clock: ClientClock;
  /**
   * Opens connections in advance. Call it once, before anything else.
   * @param connections at most `maxConcurrency`; with 0 each is opened when needed
   * @throws {TransportError} when none can be opened
   */
  open(connections: number, signal?: AbortSignal): Promise<void>;
  /** Hands over requests, any number at any time; each is followed to its last record. */
  stage(requests: readonly StagedRequest[]): void;
  /**
   * Cancels requests; each still ends with a record: immediately when it is in flight or all are canceled, otherwise no
   * later than its turn. Unknown and ended requests are ignored.
   */
  cancel(ids: readonly number[] | 'all'): void;
  /**
   * Ends requests whose responses are complete by their content: each gets its last record now. Their connections have
   * a short time to complete the HTTP framing and delay nothing. Unknown and ended requests are ignored.
   */
  finish(ids: readonly number[]): void;
  /** Closes idle connections; a later request opens another. */
  closeIdle(): void;
  /** Stops sending: unsent requests are dropped, requests in flight continue. */
  endSending(): void;
  account(): Promise<TransportAccount>;
  /** Cancels the rest and ends threads and connections; idempotent. No record follows after it has resolved. */
  close(): Promise<void>;
}

/** Receives the reports of a transport. */
export interface TransportListener {
  /** Receives records in order, in batches. */
  readonly onRecords: (records: readonly TransportRecord[]) => void;
  /** The transport ended because of a bug: no more records follow. */
  readonly onBroken: (error: Error) => void;
}

/** Makes a transport; nothing runs until `open()`. */
export type TransportFactory = (
  options: TransportOptions,
  listener: TransportListener,
) => Transport;
