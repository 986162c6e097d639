import { WIRE_EVENT, WIRE_FLAG, type WireAccount, type WireBatch } from '@loadcell/native';
import type { ClientPath } from '../../spec/quality/client-usage.ts';
import type { PathLosses, SendPath } from './transport.ts';

/** The path of a request that was sent; undefined where the kernel reports none. */
export function pathOf(batch: WireBatch, row: number): SendPath | undefined {
  const leastRoundTripNs = batch.leastRoundTripNs[row] ?? Number.NaN;
  if (Number.isNaN(leastRoundTripNs)) return undefined;
  return { leastRoundTripNs, isLong: ((batch.flags[row] ?? 0) & WIRE_FLAG.long) !== 0 };
}

/** What the path lost during a request, by its last row. */
export function lossesOf(batch: WireBatch, row: number): PathLosses {
  const isEnd = batch.kind[row] === WIRE_EVENT.end;
  return {
    retransmits: batch.retransmits[row] ?? Number.NaN,
    outOfOrder: isEnd ? (batch.detail[row] ?? Number.NaN) : Number.NaN,
  };
}

/** The paths of all connections, to spread into an account; empty where the kernel reports none. */
export function clientPathOf(account: WireAccount): { path?: ClientPath } {
  if (Number.isNaN(account.leastRoundTripNs)) return {};
  return {
    path: {
      leastRoundTripMs: account.leastRoundTripNs / 1e6,
      roundTripP50Ms: account.roundTripP50Ns / 1e6,
      roundTripP99Ms: account.roundTripP99Ns / 1e6,
      retransmits: account.retransmits,
      outOfOrder: account.outOfOrder,
    },
  };
}
