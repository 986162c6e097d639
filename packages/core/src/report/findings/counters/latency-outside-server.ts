import { latencyGaps } from '../../../metric/server/latency-gaps.ts';
import { figure, inEachStage, type FindingDefinition } from '../finding.ts';

/** Smaller differences of mean TTFT are ignored, ms, and as a share of the client's. */
const MIN_GAP_MS = 10;
const MIN_SHARE = 0.25;

/** Negative differences up to this are ignored, ms. */
const MAX_NEGATIVE_MS = 5;

export const latencyOutsideServer: FindingDefinition = {
  name: 'latency-outside-server',
  meaning:
    'Mean TTFT at the client is longer than the server reports, or shorter. The difference arises in the network, a proxy, the HTTP layer of the server, or the client.',
  section: 'first-token',
  look: inEachStage(({ streams }) => {
    const gaps = latencyGaps(streams);
    if (gaps === undefined) return [];
    const { clientFirstTokenMs, serverFirstTokenMs, clientEndMs, serverEndMs, httpMs } = gaps;
    const gapMs = clientFirstTokenMs - serverFirstTokenMs;
    const isLarge = gapMs > MIN_GAP_MS && gapMs > MIN_SHARE * clientFirstTokenMs;
    if (!isLarge && gapMs > -MAX_NEGATIVE_MS) return [];
    const evidence = [
      figure('mean TTFT at the client', 'ms', clientFirstTokenMs),
      figure('at the server', 'ms', serverFirstTokenMs),
      figure('mean time from send to end at the client', 'ms', clientEndMs),
      figure('at the server', 'ms', serverEndMs),
      ...(Number.isNaN(httpMs) ? [] : [figure('in the HTTP layer', 'ms', httpMs)]),
    ];
    return isLarge
      ? [
          {
            severity: 'note' as const,
            finding: 'A large part of TTFT arises outside the engine',
            evidence,
            advice:
              "Check the network, proxies, TLS, and the server's HTTP layer and tokenizer. More engine capacity does not change this part.",
          },
        ]
      : [
          {
            severity: 'note' as const,
            finding: 'The server reports a longer TTFT than the client measured',
            evidence,
            advice:
              'Check that the metrics belong to this server and model: they may count another server or other requests.',
          },
        ];
  }),
};
