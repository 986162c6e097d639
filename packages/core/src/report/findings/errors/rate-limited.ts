import { formatMs } from '../../../metric/format/format-value.ts';
import { rejectionsOf } from '../../../metric/errors/rejections.ts';
import type { Evidence } from '../recommendation.ts';
import { quoted } from '../quoted.ts';
import { figure, inEachLoad, type FindingDefinition, type StageFinding } from '../finding.ts';

export const rateLimited: FindingDefinition = {
  name: 'rate-limited',
  meaning:
    'The server or a gateway rejected requests as too many: 429, or 503 with Retry-After. It is a setting, not a fault.',
  section: 'errors',
  look: inEachLoad(({ streams }) => {
    const rejections = rejectionsOf(streams);
    if (rejections === undefined) return [];
    const { count, share, shortestRetryAfterMs, longestRetryAfterMs, message } = rejections;
    return [
      {
        severity: 'warning',
        finding: `The server limited the request rate${quoted(message)}`,
        evidence: [
          figure('rejected', 'count', count),
          figure('share of requests', 'ratio', share),
          ...retryAfter(shortestRetryAfterMs, longestRetryAfterMs),
        ],
        advice:
          'These requests count as failed. Stay below the limit, or raise it in the server or the gateway for this key.',
      } satisfies StageFinding,
    ];
  }),
};

function retryAfter(shortestMs: number, longestMs: number): Evidence[] {
  if (Number.isNaN(shortestMs)) return [];
  const value =
    shortestMs === longestMs
      ? formatMs(shortestMs)
      : `${formatMs(shortestMs)} to ${formatMs(longestMs)}`;
  return [{ name: 'Retry-After', value }];
}
