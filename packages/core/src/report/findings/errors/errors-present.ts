import { formatNumber } from '../../../metric/format/format-value.ts';
import { isOwnLimit, isRejection } from '../../../stream/rows/failure-kinds.ts';
import { requestFailures } from '../../results/request-failures.ts';
import type { RequestFailures } from '../../results/stage-result.ts';
import type { Evidence } from '../recommendation.ts';
import { quoted } from '../quoted.ts';
import { inEachLoad, inEachPhase, type FindingDefinition, type StageFinding } from '../finding.ts';

/** Limits of this process, not of the server. */
const OF_CLIENT: ReadonlyMap<string, string> = new Map([
  [
    'too-many-files',
    'too-many-files means that the client reached its limit on open files: raise it with ulimit -n, or use fewer connections.',
  ],
  [
    'no-ports',
    'no-ports means that the client used every ephemeral port: widen net.ipv4.ip_local_port_range, pass more addresses with --source-address, or use fewer connections.',
  ],
]);
const OF_SERVER = 'Check the server log. Latency of successful requests alone is optimistic.';

const OF_WARMUP = 'Check the server log. These requests are not measured.';

const isOfClient = ({ kind }: RequestFailures): boolean => isOwnLimit(kind);

export const errorsPresent: FindingDefinition = {
  name: 'errors-present',
  meaning:
    'Requests failed, by kind with the first message. A warning where all of them were warm-up requests, which no figure includes. Rejections by a rate limit are a separate finding.',
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
        ...failures.flatMap(({ kind }) => OF_CLIENT.get(kind) ?? []),
        ...(failures.every(isOfClient) ? [] : [isWarmup ? OF_WARMUP : OF_SERVER]),
      ].join(' '),
    },
  ];
}

/** @param inWarmup how many of them to name as warm-up requests */
function evidenceOf({ kind, count, example }: RequestFailures, inWarmup = 0): Evidence {
  const apart = inWarmup === 0 ? '' : ` (${formatNumber(inWarmup)} in warm-up)`;
  return { name: `${kind} ×`, value: `${formatNumber(count)}${apart}${quoted(example)}` };
}
