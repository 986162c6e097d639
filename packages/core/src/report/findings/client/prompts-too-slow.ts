import { clientQuality } from '../../../metric/quality/client-quality.ts';
import { windowSeconds } from '../../../metric/measure/windows.ts';
import { figure, inEachLoad, type Rule } from '../finding.ts';

/** Share of the time of a closed loop's connections from which waiting for prompts skews its figures. */
const SHARE = 0.01;

/** Connections that had nothing to send because the client made prompts too slowly. */
export const promptsTooSlow: Rule = {
  name: 'prompts-too-slow',
  section: 'dataQuality',
  look: inEachLoad(({ result, streams }) => {
    const { stage } = streams;
    if (stage.load.kind !== 'closed') return [];
    const accounts = clientQuality(streams)?.accounts ?? [];
    const waitMs = accounts.reduce(
      (sum, { stage: of, account }) => sum + (of === result.name ? account.promptWaitMs : 0),
      0,
    );
    const share = waitMs / (stage.load.concurrency * windowSeconds(stage.windows) * 1000);
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
