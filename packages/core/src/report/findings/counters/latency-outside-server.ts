import { latencyGaps } from '../../../metric/server/latency-gaps.ts';
import { figure, inEachStage, type Rule } from '../finding.ts';

/** Difference of mean TTFT from which it is reported, ms, and as a share of the client's. */
const MIN_GAP_MS = 10;
const MIN_SHARE = 0.25;

/** Difference below 0 from which it is reported, ms. */
const MAX_NEGATIVE_MS = 5;

/**
 * The client waited for first tokens longer than the server says, or shorter: the difference lies between the two, in the
 * network, a proxy, the HTTP layer of the server or the client itself. Means alone can be subtracted.
 */
export const latencyOutsideServer: Rule = {
  name: 'latency-outside-server',
  section: 'first-token',
  look: inEachStage(({ streams }) => {
    const gaps = latencyGaps(streams);
    if (gaps === undefined) return [];
    const { clientFirstTokenMs, serverFirstTokenMs, clientEndMs, serverEndMs, httpMs } = gaps;
    const gapMs = clientFirstTokenMs - serverFirstTokenMs;
    const isLarge = gapMs > MIN_GAP_MS && gapMs > MIN_SHARE * clientFirstTokenMs;
    if (!isLarge && gapMs > -MAX_NEGATIVE_MS) return [];
    const evidence = [
      figure('mean TTFT of the client', 'ms', clientFirstTokenMs),
      figure('of the server', 'ms', serverFirstTokenMs),
      figure('end to end of the client', 'ms', clientEndMs),
      figure('of the server', 'ms', serverEndMs),
      ...(Number.isNaN(httpMs) ? [] : [figure('in the HTTP layer', 'ms', httpMs)]),
    ];
    return isLarge
      ? [
          {
            severity: 'note' as const,
            finding: 'A large part of TTFT arises outside the engine',
            evidence,
            advice:
              'Look at the network, a proxy, TLS, and the HTTP layer and tokenizer of the server; more engine capacity does not change this part.',
          },
        ]
      : [
          {
            severity: 'note' as const,
            finding: 'The server reports a longer TTFT than the client measured',
            evidence,
            advice:
              'Check that the metrics are those of this server and model: another server, or other requests, may be counted.',
          },
        ];
  }),
};
