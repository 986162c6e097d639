/** What the kernel reports of the path of one request over TCP; `NaN` where unknown. */
export interface PathFacts {
  /** Shortest round trip of its connection when it was sent. */
  readonly leastRoundTripNs: number;
  /** When its last byte had left this machine. */
  readonly departedNs: number;
  /** Segments sent again during the request. */
  readonly retransmits: number;
  /** Segments of its response that arrived before an earlier one. */
  readonly outOfOrder: number;
}

/** Nothing is known. */
export const UNKNOWN_PATH: PathFacts = Object.freeze({
  leastRoundTripNs: Number.NaN,
  departedNs: Number.NaN,
  retransmits: Number.NaN,
  outOfOrder: Number.NaN,
});
