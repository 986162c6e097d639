import { elapsedMs, isAttempted } from '../../../metric/service-requests.ts';
import { windowsOf, windowSeconds } from '../../../metric/windows.ts';
import { median } from '../../../stats/quantile.ts';
import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import type { RequestRow } from '../../../stream/request-row.ts';
import { figure, inEachPhase, type PhaseFinding, type Rule } from '../rule.ts';

/** Share of the requests that may be behind at the end before the server did not keep up. */
const BEHIND_SHARE = 0.1;

/** Requests from which on a share means something. */
const ENOUGH = 20;

/** Standard deviations of requests in flight, which vary by chance as Poisson numbers do. */
const DEVIATIONS = 3;

/** An open loop whose rate is above the capacity of the server: latency then depends on the length of the run. */
export const saturated: Rule = {
  name: 'saturated',
  section: 'throughput',
  look: inEachPhase(({ streams }) => {
    const windows = windowsOf(streams, ['open-loop']);
    const seconds = windowSeconds(windows);
    const sent = streams.requests.filter(isOfOpenLoop);
    if (!(seconds > 0) || sent.length < ENOUGH) return [];
    const failed = sent.filter(({ outcome }) => outcome === 'error').length;
    const completed = sent.filter(
      ({ outcome, endNs }) =>
        outcome === 'ok' &&
        windows.some(({ beganNs, endedNs }) => endNs >= beganNs && endNs <= endedNs),
    ).length;
    const inFlight = expectedInFlight(streams, sent.length / seconds);
    const behind = sent.length - failed - completed - inFlight;
    const chance = DEVIATIONS * Math.sqrt(inFlight);
    if (!(behind > BEHIND_SHARE * (sent.length - failed) && behind > chance)) return [];
    return [
      {
        severity: 'warning',
        finding: "Saturated: the request rate exceeded the server's capacity",
        evidence: [
          figure('request rate', 'perSecond', sent.length / seconds),
          figure('completed', 'perSecond', completed / seconds),
        ],
        advice:
          'Latency at this rate grows with run length. Measure latency at a lower rate; read this throughput as the capacity.',
      } satisfies PhaseFinding,
    ];
  }),
};

function isOfOpenLoop(row: RequestRow): boolean {
  return row.purpose === 'open-loop' && isAttempted(row);
}

/**
 * Requests in flight at any time while a server keeps up, the end of the window included: rate times latency (Little). The
 * latency is that of the earliest third, before a queue shows.
 */
function expectedInFlight({ requests }: PhaseStreams, perSecond: number): number {
  const timed = requests
    .filter((row) => isOfOpenLoop(row) && row.outcome === 'ok')
    .toSorted((one, other) => one.intendedNs - other.intendedNs);
  const early = timed.slice(0, Math.max(1, Math.floor(timed.length / 3)));
  const latencyMs = median(early.map((row) => elapsedMs(row, 'intendedNs', 'endNs')));
  return Number.isNaN(latencyMs) ? 0 : (perSecond * latencyMs) / 1000;
}
