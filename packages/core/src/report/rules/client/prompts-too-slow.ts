import { clientHonesty } from '../../../metric/client-honesty.ts';
import { windowsOf } from '../../../metric/windows.ts';
import type { PhaseStreams } from '../../../stream/phase-streams.ts';
import { figure, inEachPhase, type Rule } from '../rule.ts';

/** Share of the time of a closed loop's connections from which waiting for prompts skews its figures. */
const SHARE = 0.01;

/** Connections that had nothing to send because the client made prompts too slowly. */
export const promptsTooSlow: Rule = {
  name: 'prompts-too-slow',
  section: 'honesty',
  look: inEachPhase(({ streams }) => {
    const waitMs = (clientHonesty(streams)?.accounts ?? []).reduce(
      (sum, { account }) => sum + account.promptWaitMs,
      0,
    );
    const share = waitMs / slotMs(streams);
    if (!(share > SHARE)) return [];
    return [
      {
        severity: 'warning',
        finding: 'The client made prompts too slowly, so connections of the closed loop were idle',
        evidence: [figure('share of their time', 'ratio', share), figure('idle', 'ms', waitMs)],
        advice:
          'Throughput is the limit of the client, not of the server: shorten the prompts, lower the concurrency, or give the client more CPU.',
      },
    ];
  }),
};

/** Time of all connections of closed loops together. */
function slotMs(streams: PhaseStreams): number {
  return streams.events.reduce((sum, event) => {
    if (event.kind !== 'schedule-made' || event.shape !== 'closed') return sum;
    const lastsNs = windowsOf(streams, [event.window]).reduce(
      (total, { beganNs, endedNs }) => total + (endedNs - beganNs),
      0,
    );
    return sum + (event.concurrency * lastsNs) / 1e6;
  }, 0);
}
