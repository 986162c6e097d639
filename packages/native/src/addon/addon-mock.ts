/** Options of the addon's mock server; every value is resolved. */
export interface AddonMockOptions {
  readonly host: string;
  readonly port: number;
  readonly model: string;
  readonly isStrictAboutModel: boolean;
  readonly firstTokenNs: number;
  readonly gapNs: number;
  readonly tokens: number;
  readonly jitterNs: number;
  readonly seed: number;
  /** 0 for no limit. */
  readonly slots: number;
  readonly faultPartsPerMillion: number;
  readonly faultDrops: boolean;
  /** A power of two. */
  readonly ringSlots: number;
  readonly ring: Uint8Array;
}

/** The addon's mock server; it serves from construction on. Callers validate what it returns. */
export interface AddonMock {
  stop(): void;
  port(): unknown;
  totals(): unknown;
  ringOffsetBytes(): unknown;
}
