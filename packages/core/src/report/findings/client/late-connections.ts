import { clientQuality } from '../../../metric/quality/client-quality.ts';
import { isSuccessful, numbersOf } from '../../../metric/measure/service-requests.ts';
import { median } from '../../../stats/quantile.ts';
import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import { figure, inEachStage, type FindingDefinition } from '../finding.ts';

/** Connections opened for more than this share of the requests are reported. */
const SHARE = 0.05;

/** Handshakes above this share of the median TTFT skew it. */
const SKEWS = 0.05;

/** Handshakes below this are ignored, ms. */
const NEGLIGIBLE_MS = 1;

export const lateConnections: FindingDefinition = {
  name: 'late-connections',
  meaning:
    'Connections were opened while requests were scheduled, so latency includes their handshakes. A warning where handshakes skew TTFT.',
  section: 'latency',
  look: inEachStage(({ result, streams }) => {
    const accounts = (clientQuality(streams)?.usage ?? [])
      .filter(({ stage }) => stage === result.name)
      .map(({ usage }) => usage);
    // Each canceled request closes its connection, which is then replaced.
    const cut = result.requests.abandoned;
    const opened = accounts.reduce((sum, one) => sum + one.connectionsOpenedDuring, 0) - cut;
    const closed = accounts.reduce((sum, one) => sum + one.freshConnections, 0);
    const requests = result.measurements['responseLatency']?.count ?? 0;
    // A load needs one connection for each request in flight.
    const needed = (result.measurements['concurrency']?.max ?? 0) * accounts.length;
    if (!(opened > SHARE * requests && opened > needed)) return [];
    const handshakeMs = handshake(streams);
    const firstMs = result.measurements['timeToFirstToken']?.p50 ?? Number.NaN;
    return [
      {
        severity: handshakeMs > Math.max(NEGLIGIBLE_MS, SKEWS * firstMs) ? 'warning' : 'note',
        finding: 'Latency includes handshakes of connections opened mid-measurement',
        evidence: [
          figure('opened', 'count', opened),
          figure('requests', 'count', requests),
          ...(closed > 0 ? [figure('after the server closed one', 'count', closed)] : []),
          ...(Number.isNaN(handshakeMs) ? [] : [figure('handshake p50', 'ms', handshakeMs)]),
        ],
        advice:
          "Enable keep-alive and raise the server's idle timeout, unless real users reconnect too.",
      },
    ];
  }),
};

/** Median time from a scheduled start to an open connection, ms; `NaN` where none was opened for a request. */
function handshake({ requests }: PhaseStreams): number {
  const opened = requests.filter(
    (row) =>
      isSuccessful(row) && !Number.isNaN(row.connectedNs) && row.connectedNs >= row.scheduledNs,
  );
  return median(numbersOf(opened, (row) => (row.connectedNs - row.scheduledNs) / 1e6));
}
