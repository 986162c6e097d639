/** What the addon's wire is made with; every option is resolved. */
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

/** Where to connect to: an IP address and a port, or the path of a unix socket with the others empty. */
export interface AddonAddress {
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** The addon's wire. What it returns is parsed by whoever calls it. */
export interface AddonWire {
  start(addresses: readonly AddonAddress[]): void;
  /** Four numbers to a request in `table`: id, scheduled ns or NaN, timeout ns, where its bytes end. */
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
