import { ringBytes } from '../ring-reader.ts';
import type { AddonWireOptions } from './addon-wire.ts';
import { arenaMemoryBytes } from './byte-arena.ts';

/** Where requests go. */
export type WireEndpoint =
  /** `http://host:port`; what follows in the URL is of no interest here. */
  | { readonly url: string | URL }
  /** A unix socket; a leading `@` means the abstract namespace. */
  | { readonly socketPath: string };

/** How a wire works. */
export interface WireOptions {
  readonly endpoint: WireEndpoint;
  /** Opened by `start()`, before the clock runs. 1 unless given. */
  readonly connections?: number;
  /**
   * At once, at most `connections` unless given, and `Infinity` for no limit of ours. Requests that find none free wait;
   * their scheduled start stays what it was. A closed loop at a concurrency is this limit with requests without a time.
   */
  readonly maxConcurrency?: number;
  /** Whether a connection may carry more than one request; true unless given. Also without it a server can teach the wire not to. */
  readonly reusesConnections?: boolean;
  /** How long a connection is kept to end the framing of a response after `finish()`; 100 unless given. */
  readonly finishTimeoutMs?: number;
  /** 5,000 unless given. */
  readonly connectTimeoutMs?: number;
  /** From sending a request to the end of its response, unless the request has its own; 600,000 unless given. */
  readonly timeoutMs?: number;
  /** Longest head of a response; 64 KiB unless given. */
  readonly maxHeaderBytes?: number;
  /** Longest body; 1 GiB unless given. */
  readonly maxBodyBytes?: number;
  /**
   * Rows and bytes of bodies that wait for `drain()` at most; when they are full, reading is held back and the rows say
   * so. 65,536 rows (4 MiB) and 16 MiB unless given; rows are a power of two.
   */
  readonly ringSlots?: number;
  readonly arenaBytes?: number;
}

const MOST_CONNECTIONS = 2 ** 20;

/** What a wire is made from. */
export interface ResolvedWire {
  readonly addon: AddonWireOptions;
  readonly ring: SharedArrayBuffer;
  readonly arena: SharedArrayBuffer;
  readonly timeoutNs: number;
}

/** Completes the options and makes the memory that both sides share. */
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
