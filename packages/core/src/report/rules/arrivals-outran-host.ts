import { countOf, isAttempted } from '../../metric/service-requests.ts';
import { windowsOf, windowSeconds } from '../../metric/windows.ts';
import type { RequestRow } from '../../stream/request-row.ts';
import { figure, inEachPhase, type Rule } from './rule.ts';

/** Share of the arrivals that must be answered in time for the host to keep up. */
const KEPT_UP = 0.9;

/** Arrivals from which on a share says something. */
const ENOUGH = 20;

function hasArrived(row: RequestRow): boolean {
  return row.purpose === 'open-loop' && isAttempted(row);
}

/** Whether the host refused it or broke off: that says nothing of how much it bears. */
function hasFailed(row: RequestRow): boolean {
  return hasArrived(row) && row.outcome === 'error';
}

/** An open loop whose arrivals the host did not keep up with: its throughput is the plateau. */
export const arrivalsOutranHost: Rule = {
  name: 'arrivals-outran-host',
  severity: 'notable',
  section: 'throughput',
  look: inEachPhase(({ streams }) => {
    const windows = windowsOf(streams, ['open-loop']);
    const arrived = countOf(streams.requests, hasArrived);
    const answered = countOf(
      streams.requests,
      (row) =>
        hasArrived(row) &&
        row.outcome === 'ok' &&
        windows.some(({ endedNs, beganNs }) => row.endNs >= beganNs && row.endNs <= endedNs),
    );
    const seconds = windowSeconds(windows);
    if (!(seconds > 0) || arrived < ENOUGH) return [];
    const failed = countOf(streams.requests, hasFailed);
    if (answered >= KEPT_UP * (arrived - failed)) return [];
    return [
      {
        finding:
          'Requests arrived faster than the host answered them: its throughput had reached its plateau',
        evidence: [
          figure('arrivals', 'perSecond', arrived / seconds),
          figure('answers', 'perSecond', answered / seconds),
        ],
        advice:
          'Past it the queue, and with it every response time, grows with the length of the run: judge latency at a lower rate, and this one as capacity.',
      },
    ];
  }),
};
