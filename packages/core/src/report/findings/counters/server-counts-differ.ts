import { formatNumber, formatRatio } from '../../../metric/format/format-value.ts';
import {
  excessOf,
  reconcileCounts,
  type CountCheck,
} from '../../../metric/server/reconcile-counts.ts';
import { inEachPhase, type PhaseFinding, type FindingDefinition } from '../finding.ts';

export const serverCountsDiffer: FindingDefinition = {
  name: 'server-counts-differ',
  meaning:
    'The counters of the server and the client disagree on requests or tokens: the server served other clients, a cache or proxy responded instead, or the two count tokens differently.',
  section: 'latency',
  look: inEachPhase(({ streams }) => {
    const checks = reconcileCounts(streams);
    const differing = checks.filter((check) => excessOf(check) !== 0);
    if (differing.length === 0) return [];
    const evidence = differing.map((check) => ({ name: check.of, value: describe(check) }));
    return [{ severity: 'warning', evidence, ...explain(checks) }];
  }),
};

function describe(check: CountCheck): string {
  const { server, client } = check;
  const counted = `server ${formatNumber(server)}, client ${formatNumber(client)}`;
  const excess = excessOf(check);
  return excess > 0
    ? `${counted}, ${formatNumber(excess)} not of this run (${formatRatio(excess / server)})`
    : `${counted}, ${formatNumber(-excess)} missing`;
}

function explain(checks: readonly CountCheck[]): Pick<PhaseFinding, 'finding' | 'advice'> {
  const requests = checks.find(({ of }) => of === 'requests');
  const tokens = checks.filter(({ of }) => of !== 'requests').map(excessOf);
  const excess = requests === undefined ? 0 : excessOf(requests);
  if (excess > 0 || (requests === undefined && tokens.some((one) => one > 0))) {
    return {
      finding: 'The server also served requests that are not of this run',
      advice:
        'Latency is that of a shared server. Stop other clients and health checks that generate text, or use a dedicated server.',
    };
  }
  if (excess < 0 || requests === undefined) {
    return {
      finding: 'The server counted less than the client',
      advice:
        'A cache or proxy responded instead, or several replicas share the address. List the metrics endpoint of each in target.metrics.',
    };
  }
  return {
    finding: 'The server and the client count tokens differently',
    advice:
      'Check whether a proxy rewrites requests or usage, and whether the usage of the responses counts all tokens.',
  };
}
