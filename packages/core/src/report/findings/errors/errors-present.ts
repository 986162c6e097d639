import { formatNumber } from '../../../metric/format/format-value.ts';
import { isRejection } from '../../../stream/rows/failure-kinds.ts';
import { requestFailures } from '../../results/request-failures.ts';
import type { RequestFailures } from '../../results/stage-result.ts';
import type { Evidence } from '../recommendation.ts';
import { quoted } from '../quoted.ts';
import { inEachLoad, inEachPhase, type Rule, type StageFinding } from '../finding.ts';

/** What this process ran short of, and not the server. */
const OWN_KIND = 'too-many-files';

const OF_CLIENT = `Those of kind ${OWN_KIND} met a limit of the client: raise it with ulimit -n, or use fewer connections.`;
const OF_SERVER = 'Check the server log. Latency of successful requests alone is optimistic.';

const OF_WARMUP = 'Check the server log. These requests are not measured.';

const isOfClient = ({ kind }: RequestFailures): boolean => kind === OWN_KIND;

/**
 * Requests that failed, by kind, each with what was said first: those of each stage, and those of none, such as loads of
 * models. Where all were in a warm-up, no figure has any of them. A rate limit is a finding of its own.
 */
export const errorsPresent: Rule = {
  name: 'errors-present',
  section: 'errors',
  look: (run) => [
    ...inEachPhase(({ streams: { requests } }) =>
      findingOf(requestFailures({ requests: requests.filter(({ stage }) => stage === '') })),
    )(run),
    ...inEachLoad(({ result }) => findingOf(result.failures))(run),
  ],
};

function findingOf(all: readonly RequestFailures[]): StageFinding[] {
  const failures = all.filter(({ kind }) => !isRejection(kind));
  if (failures.length === 0) return [];
  const isWarmup = failures.every(({ count, inWarmup }) => inWarmup === count);
  return [
    {
      severity: isWarmup ? 'warning' : 'critical',
      finding: isWarmup ? 'Warm-up requests failed' : 'Requests failed',
      evidence: failures.map((one) => evidenceOf(one, isWarmup ? 0 : one.inWarmup)),
      advice: [
        ...(failures.some(isOfClient) ? [OF_CLIENT] : []),
        ...(failures.every(isOfClient) ? [] : [isWarmup ? OF_WARMUP : OF_SERVER]),
      ].join(' '),
    },
  ];
}

/** @param inWarmup how many of them to set apart */
function evidenceOf({ kind, count, example }: RequestFailures, inWarmup = 0): Evidence {
  const apart = inWarmup === 0 ? '' : ` (${formatNumber(inWarmup)} in warm-up)`;
  return { name: `${kind} ×`, value: `${formatNumber(count)}${apart}${quoted(example)}` };
}
