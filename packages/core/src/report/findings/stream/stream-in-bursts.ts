import { formatNumber, formatRatio } from '../../../metric/format/format-value.ts';
import { readBursts } from '../../../stream/rows/burst.ts';
import { isMeasuredPurpose } from '../../../stream/stage/stages.ts';
import { cpuWaitShare, skewsTimes } from '../cpu-waiting.ts';
import { figure, inEachStage, type FindingDefinition, type StageFinding } from '../finding.ts';

export const streamInBursts: FindingDefinition = {
  name: 'stream-in-bursts',
  meaning:
    'Something between server and client buffers the stream, so token times are those of the buffer.',
  section: 'first-token',
  look: inEachStage(({ streams }) => {
    const read = readBursts(streams.requests.filter(({ purpose }) => isMeasuredPurpose(purpose)));
    if (!read.areBursts) return [];
    const waiting = cpuWaitShare(streams, streams.stage.windows);
    return [
      {
        severity: 'warning',
        finding: 'The stream arrived in bursts: TTFT, TPOT and ITL are not those of the server',
        evidence: [
          {
            name: 'responses in bursts',
            value: `${formatNumber(read.inBursts)} of ${formatNumber(read.judged)}`,
          },
          figure('events per read', 'count', read.eventsPerRead),
          {
            name: 'within the last',
            value: `${formatRatio(read.spanShare)} of the service time`,
          },
          ...(skewsTimes(waiting) ? [figure('CPU pressure', 'ratio', waiting)] : []),
        ],
        advice: skewsTimes(waiting)
          ? 'CPU contention makes a server write several events together. Give server and client more cores, or lower the load. If it persists, something between server and client buffers the stream.'
          : 'Something buffers it, such as a proxy (nginx: proxy_buffering off) or compression. Disable that, or measure the server directly.',
      } satisfies StageFinding,
    ];
  }),
};
