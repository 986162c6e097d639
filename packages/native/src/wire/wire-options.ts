import { ringBytes } from '../record/ring-reader.ts';
import type { AddonWireOptions } from '../addon/addon-wire.ts';
import { arenaMemoryBytes } from './byte-arena.ts';

/** Where requests go. */
export type WireEndpoint =
  /** `http://host:port`; the rest of the URL is ignored. */
  | { readonly url: string | URL }
  /** A Unix socket; a leading `@` means the abstract namespace. */
  | { readonly socketPath: string };

/** Options of a wire. */
export interface WireOptions {
  readonly endpoint: WireEndpoint;
  /**
   * Further endpoints of the same load, at most 63 in all: requests name one by its index, from 0 for
   * `endpoint`. All of them share the connection limit.
   */
  readonly moreEndpoints?: readonly WireEndpoint[];
  /**
   * IP addresses of this machine to connect from, in turn (default: the kernel's choice and, to IPv4 loopback, further
   * addresses of 127/8 once its ports run out). Addresses of the endpoint without a source of their family are not used.
   */
  readonly sourceAddresses?: readonly string[];
  /** Connections opened by `start()`, before the clock starts (default: 1). */
  readonly connections?: number;
  /**
   * Maximum concurrent connections (default: `connections`); `Infinity` for no client limit. Requests that find none free wait
   * and keep their scheduled start. A closed loop is this limit with requests without a scheduled start.
   */
  readonly maxConcurrency?: number;
  /** Whether a connection may carry more than one request (default: true). The wire may learn from the server that it may not. */
  readonly reusesConnections?: boolean;
  /** How long a connection may take to end the framing of a response after `finish()` (default: 100). */
  readonly finishTimeoutMs?: number;
  /** Limit for connecting (default: 5,000). */
  readonly connectTimeoutMs?: number;
  /** Limit from the send to the end of the response, unless the request has its own (default: 600,000). */
  readonly timeoutMs?: number;
  /** Maximum head of a response (default: 64 KiB). */
  readonly maxHeaderBytes?: number;
  /** Maximum body (default: 1 GiB). */
  readonly maxBodyBytes?: number;
  /**
   * Maximum rows, a power of two, and body bytes waiting for `drain()`; when full, reading is paused and the rows show it.
   * Default: 65,536 rows (4 MiB) and 16 MiB.
   */
  readonly ringSlots?: number;
  readonly arenaBytes?: number;
}

const MOST_CONNECTIONS = 2 ** 20;

/** Resolved options and memory of a wire. */
export interface ResolvedWire {
  readonly addon: AddonWireOptions;
  readonly ring: SharedArrayBuffer;
  readonly arena: SharedArrayBuffer;
  readonly timeoutNs: number;
}

/** Resolves the options and allocates the shared memory. */
export function resolveWire(options: WireOptions): ResolvedWire {
  const {
    connections = 1,
    maxConcurrency = Math.max(connections, 1),
    reusesConnections = true,
    finishTimeoutMs = 100,
    connectTimeoutMs = 5000,
    timeoutMs = 600_000,
    maxHeaderBytes = 64 * 1024,
    maxBodyBytes = 2 ** 30,
    ringSlots = 65_536,
    arenaBytes = 16 * 1024 * 1024,
  } = options;
  const ring = new SharedArrayBuffer(ringBytes(ringSlots));
  const arena = new SharedArrayBuffer(arenaMemoryBytes(arenaBytes));
  return {
    ring,
    arena,
    timeoutNs: timeoutMs * 1e6,
    addon: {
      connections,
      mostConnections: Math.min(maxConcurrency, MOST_CONNECTIONS),
      reusesConnections,
      finishTimeoutNs: Math.round(finishTimeoutMs * 1e6),
      connectTimeoutNs: Math.round(connectTimeoutMs * 1e6),
      headerBytes: maxHeaderBytes,
      bodyBytes: maxBodyBytes,
      ringSlots,
      ring: new Uint8Array(ring),
      arenaBytes,
      arena: new Uint8Array(arena),
    },
  };
}
