import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { RequestRow } from '../../stream/rows/request-row.ts';
import { formatMs, formatNumber, formatRatio } from '../format/format-value.ts';
import { noServiceReason } from '../measure/reasons.ts';
import { countOf, elapsedMs, isSuccessful } from '../measure/service-requests.ts';

/** A network time from this on is worth a row of a report, ms; a shorter one only if it is a good share of TTFT. */
const NOTABLE_MS = 1;
const LEAST_NOTABLE_MS = 0.1;
const NOTABLE_SHARE = 0.05;

/** Whether the network lost a packet of a request, or changed the order of those of its response. */
export function hasLosses({ retransmits, outOfOrder }: RequestRow): boolean {
  return retransmits > 0 || outOfOrder > 0;
}

/**
 * The part of TTFT that the network took, ms; `NaN` where it is unknown. A request reaches the server once its last byte has
 * left and travelled half a round trip, and the first token travels back. What a lost packet costs cannot be separated from
 * the server's time, nor can the wait on a connection that the server had closed.
 */
export function networkMs(row: RequestRow): number {
  if (!isSuccessful(row) || row.resends > 0 || hasLosses(row)) return Number.NaN;
  const ms = (row.departedNs - row.sentNs + row.leastRoundTripNs) / 1e6;
  const firstTokenMs = elapsedMs(row, 'sentNs', 'firstTokenNs');
  return Number.isNaN(firstTokenMs) ? Number.NaN : Math.min(ms, firstTokenMs);
}

/** The network's part of the TTFT of the requests of a phase. */
export interface NetworkPart {
  /** Of requests whose part is known. */
  readonly averageMs: number;
  readonly share: number;
  /** How many those are, of the successful ones. */
  readonly known: number;
  readonly successful: number;
}

/** Undefined where the part of no request is known. */
export function networkPart(requests: readonly RequestRow[]): NetworkPart | undefined {
  let [known, networkSumMs, firstTokenSumMs] = [0, 0, 0];
  for (const row of requests) {
    const ms = networkMs(row);
    if (Number.isNaN(ms)) continue;
    known += 1;
    networkSumMs += ms;
    firstTokenSumMs += elapsedMs(row, 'sentNs', 'firstTokenNs');
  }
  if (known === 0) return undefined;
  const successful = countOf(requests, isSuccessful);
  return {
    averageMs: networkSumMs / known,
    share: firstTokenSumMs === 0 ? Number.NaN : networkSumMs / firstTokenSumMs,
    known,
    successful,
  };
}

/** What a report says of the part, where it is large enough for a row; undefined where it is not. */
export function networkRemark(requests: readonly RequestRow[]): string | undefined {
  const part = networkPart(requests);
  if (part === undefined) return undefined;
  const { averageMs, share, known, successful } = part;
  const isNotable =
    averageMs >= NOTABLE_MS || (averageMs >= LEAST_NOTABLE_MS && share >= NOTABLE_SHARE);
  if (!isNotable) return undefined;
  const some =
    known === successful
      ? ''
      : `, known for ${formatNumber(known)} of ${formatNumber(successful)} requests`;
  return `network ${formatMs(averageMs)} on average, ${formatRatio(share)} of TTFT${some}`;
}

/** Why the part of no request is known. */
export function noNetworkReason(phase: PhaseStreams): string {
  const successful = phase.requests.filter(isSuccessful);
  if (successful.length === 0) return noServiceReason(phase);
  if (successful.every((row) => Number.isNaN(row.leastRoundTripNs))) {
    return 'the kernel reports round trips only of TCP connections over http on Linux';
  }
  if (successful.every((row) => hasLosses(row) || row.resends > 0)) {
    return 'the network lost packets of every request, or each was resent';
  }
  return successful.every((row) => Number.isNaN(row.firstTokenNs))
    ? noServiceReason(phase)
    : 'the kernel reports no time at which long requests had left';
}
