import { clientHonesty } from '../../metric/client-honesty.ts';
import { figure, inEachPhase, type Rule } from './rule.ts';

/** Share of the requests from which handshakes colour the times. */
const SHARE = 0.05;

/**
 * Connections that were opened while requests were due: their handshakes are in the times. Those that the server makes
 * necessary are no choice of the client's, and one for each request in flight is what a load needs.
 */
export const connectionsDuringClock: Rule = {
  name: 'connections-during-clock',
  severity: 'notable',
  section: 'latency',
  look: inEachPhase(({ result, streams }) => {
    const accounts = clientHonesty(streams)?.accounts ?? [];
    const opened = accounts.reduce(
      (sum, { account }) => sum + account.connectionsOpenedDuring - account.freshConnections,
      0,
    );
    const requests = result.measurements['responseLatency']?.count ?? 0;
    const inFlight = result.measurements['concurrency']?.max ?? 0;
    if (!(opened > SHARE * requests && opened > inFlight * accounts.length)) return [];
    return [
      {
        finding: 'Connections were opened while the clock ran, so handshakes are in the times',
        evidence: [figure('opened', 'count', opened), figure('requests', 'count', requests)],
        advice:
          'Let the host keep connections open (keep-alive, and a longer idle timeout), unless users connect anew as well.',
      },
    ];
  }),
};
