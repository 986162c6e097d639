import { figure, inEachPhase, type FindingDefinition } from '../finding.ts';

/** Shares below this are single reads, such as those around a step of the wall clock. */
const SHARE = 0.01;

export const threadTimestamps: FindingDefinition = {
  name: 'thread-timestamps',
  meaning: 'Responses have the time of the client thread, because the kernel gave no arrival time.',
  section: 'dataQuality',
  look: inEachPhase(({ result }) => {
    const stamps = (result.client?.usage ?? []).flatMap(({ usage }) => usage.stamps ?? []);
    const thread = stamps.reduce((sum, { threadReads }) => sum + threadReads, 0);
    const all = stamps.reduce((sum, { kernelReads }) => sum + kernelReads, thread);
    if (!(thread > SHARE * all)) return [];
    return [
      {
        severity: 'note',
        finding: 'Responses have timestamps of the client thread, not of the kernel',
        evidence: [
          figure('reads by the thread', 'count', thread),
          figure('of all reads', 'ratio', thread / all),
        ],
        advice:
          'Latency includes the delay of the client. Use TCP, and allow SO_TIMESTAMPING where a sandbox forbids it.',
      },
    ];
  }),
};
