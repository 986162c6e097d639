import type { ExchangeFacts } from '../../../src/target/server/session/exchange-log.ts';

/** An exchange without any failure. */
export const FACTS: ExchangeFacts = {
  sentNs: 0,
  connectedNs: Number.NaN,
  firstByteNs: 500,
  endNs: 90_000,
  status: 200,
  headers: new Map<string, string>(),
  resends: 0,
  delayedReads: 0,
};
