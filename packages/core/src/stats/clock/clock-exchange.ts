/** A machine asked another one for its clock. All in nanoseconds. */
export interface ClockExchange {
  /** Own clock when the question was sent. */
  readonly sentNs: number;
  /** The other clock when it replied. */
  readonly remoteNs: number;
  /** Own clock when the reply arrived. */
  readonly receivedNs: number;
}

/** Time from question to reply, nanoseconds. */
export function roundTripNs({ sentNs, receivedNs }: ClockExchange): number {
  return receivedNs - sentNs;
}
