import { networkMs, networkPart } from '../../../metric/network/network-part.ts';
import { numbersOf } from '../../../metric/measure/service-requests.ts';
import { quantileOfSorted, sortInPlace } from '../../../stats/quantile.ts';
import type { RequestRow } from '../../../stream/rows/request-row.ts';
import { figure, inEachStage, type FindingDefinition } from '../finding.ts';

/** Shorter network times are ignored, ms, and smaller shares of TTFT. */
const NEGLIGIBLE_MS = 1;
const SHARE = 0.1;

/** Prompts take more than one round trip from here on: half the way to the second. */
const SEVERAL = 1.5;

export const networkShare: FindingDefinition = {
  name: 'network-share',
  meaning:
    'The network takes a large part of TTFT; long prompts may need several round trips to arrive.',
  section: 'first-token',
  look: inEachStage(({ streams: { requests } }) => {
    const part = networkPart(requests);
    if (part === undefined || part.averageMs < NEGLIGIBLE_MS || !(part.share > SHARE)) return [];
    const roundTrips = medianOf(requests, (row) => (networkMs(row) * 1e6) / row.leastRoundTripNs);
    const isLong = roundTrips > SEVERAL;
    return [
      {
        severity: 'note',
        finding: isLong
          ? 'A large part of TTFT is network, and prompts take several round trips to arrive'
          : 'A large part of TTFT is network',
        evidence: [
          figure('network time', 'ms', part.averageMs),
          figure('TTFT share', 'ratio', part.share),
          figure(
            'least round trip p50',
            'ms',
            medianOf(requests, (row) => row.leastRoundTripNs / 1e6),
          ),
          ...(isLong ? [{ name: 'round trips per prompt p50', value: roundTrips.toFixed(1) }] : []),
        ],
        advice: isLong
          ? 'Judge the server by TTFT without network. A connection sends about 14 KiB per round trip at first and doubles that each time: keep connections open, raise the initial window (initcwnd of the route) or shorten prompts.'
          : 'Judge the server by TTFT without network, or measure from a machine next to it.',
      },
    ];
  }),
};

function medianOf(rows: readonly RequestRow[], of: (row: RequestRow) => number): number {
  const known = numbersOf(rows, (row) => (Number.isNaN(networkMs(row)) ? Number.NaN : of(row)));
  return quantileOfSorted(sortInPlace(known), 0.5);
}
