import { clientQuality } from '../../../metric/quality/client-quality.ts';
import { windowSeconds } from '../../../metric/measure/windows.ts';
import { figure, inEachLoad, type FindingDefinition } from '../finding.ts';

/** Waiting for prompts above this share of the connections' time skews the figures of a closed loop. */
const SHARE = 0.01;

export const promptsTooSlow: FindingDefinition = {
  name: 'prompts-too-slow',
  meaning:
    'Connections of a closed loop had nothing to send because the client generated prompts too slowly.',
  section: 'dataQuality',
  look: inEachLoad(({ result, streams }) => {
    const { stage } = streams;
    if (stage.load.kind !== 'closed') return [];
    const accounts = clientQuality(streams)?.usage ?? [];
    const waitMs = accounts.reduce(
      (sum, { stage: of, usage }) => sum + (of === result.name ? usage.promptWaitMs : 0),
      0,
    );
    const share = waitMs / (stage.load.concurrency * windowSeconds(stage.windows) * 1000);
    if (!(share > SHARE)) return [];
    return [
      {
        severity: 'warning',
        finding: 'Prompt generation was too slow, so closed-loop connections were idle',
        evidence: [
          figure('idle share of connection time', 'ratio', share),
          figure('idle time of all connections', 'ms', waitMs),
        ],
        advice:
          'Throughput is limited by the client, not the server. Shorten the prompts, lower the concurrency, or give the client more CPU.',
      },
    ];
  }),
};
