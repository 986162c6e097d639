/** Options of the addon's wire; every value is resolved. */
export interface AddonWireOptions {
  readonly connections: number;
  readonly mostConnections: number;
  readonly reusesConnections: boolean;
  readonly finishTimeoutNs: number;
  readonly connectTimeoutNs: number;
  readonly headerBytes: number;
  readonly bodyBytes: number;
  /** A power of two. */
  readonly ringSlots: number;
  readonly ring: Uint8Array;
  readonly arenaBytes: number;
  readonly arena: Uint8Array;
}

/** Address to connect to: an IP address and a port, or the path of a Unix socket with the others empty. */
export interface AddonAddress {
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** A server that a wire sends to. */
export interface AddonEndpoint {
  readonly addresses: readonly AddonAddress[];
  /** Value of the Host header of requests that the wire assigns; empty to send them as they are. */
  readonly host: string;
}

/** The addon's wire. Callers validate what it returns. */
export interface AddonWire {
  /** @param sources IP addresses to connect from in turn; empty for the kernel's choice */
  start(endpoints: readonly AddonEndpoint[], sources: readonly string[]): void;
  /** `table` has five numbers per request: id, scheduled start in ns or NaN, timeout in ns, end of its bytes, endpoint or NaN. */
  stage(bytes: Uint8Array, table: Float64Array): void;
  cancel(requestId: number): void;
  finish(requestId: number): void;
  cancelAll(): void;
  closeIdle(): void;
  endSendingAt(atNs: number): void;
  stop(): void;
  flush(): unknown;
  totals(): unknown;
  ringOffsetBytes(): unknown;
  arenaOffsetBytes(): unknown;
}
