import { countOf, isAttempted } from '../../../metric/measure/service-requests.ts';
import { hasLosses } from '../../../metric/network/network-part.ts';
import type { RequestRow } from '../../../stream/rows/request-row.ts';
import { figure, inEachStage, type FindingDefinition } from '../finding.ts';

/** Smaller shares of requests with losses are ignored. */
const SHARE = 0.01;

export const packetLoss: FindingDefinition = {
  name: 'packet-loss',
  meaning:
    'The path to or from the server loses packets or changes their order, and single requests wait for a resend.',
  section: 'latency',
  look: inEachStage(({ streams: { requests } }) => {
    const known = requests.filter((row) => isAttempted(row) && !Number.isNaN(row.retransmits));
    const affected = countOf(known, hasLosses);
    if (affected === 0 || affected < SHARE * known.length) return [];
    const retransmits = sumOf(known, (row) => row.retransmits);
    return [
      {
        severity: 'warning',
        finding:
          retransmits > 0
            ? 'The network to the server loses packets'
            : 'The network from the server loses packets or changes their order',
        evidence: [
          figure('requests affected', 'count', affected),
          figure('of', 'count', known.length),
          figure('segments sent again', 'count', retransmits),
          figure(
            'segments received out of order',
            'count',
            sumOf(known, (row) => row.outOfOrder),
          ),
        ],
        advice:
          'A lost packet delays its request by at least a round trip, often by 200 ms or more, and the server is not the cause. Check the path (Wi-Fi, VPN, overloaded links), or measure from a machine next to the server.',
      },
    ];
  }),
};

function sumOf(rows: readonly RequestRow[], of: (row: RequestRow) => number): number {
  return rows.reduce((sum, row) => sum + (Number.isNaN(of(row)) ? 0 : of(row)), 0);
}
