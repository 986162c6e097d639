import type { ClientUsage, ClientLimit } from '../../../spec/quality/client-usage.ts';
import { figure, inEachPhase, type FindingDefinition } from '../finding.ts';

export const clientLimit: FindingDefinition = {
  name: 'client-limit',
  meaning:
    'A limit of the client made scheduled requests wait; neither the server nor the CPU is the cause.',
  section: 'dataQuality',
  look: inEachPhase(({ result }) =>
    limitsReached((result.client?.usage ?? []).map(({ usage }) => usage)).map(
      ({ cause, requests, longestWaitMs, connections }) => ({
        severity: 'warning',
        finding: `The client reached ${NAMES[cause]}`,
        evidence: [
          figure('requests that waited', 'count', requests),
          figure('longest wait', 'ms', longestWaitMs),
          figure('connections', 'count', connections),
        ],
        advice: `Latency includes this wait, which the server did not cause. ${ADVICE[cause]}`,
      }),
    ),
  ),
};

type ReachedLimit = ClientLimit & { cause: Exclude<ClientLimit['cause'], 'none'> };

const NAMES: Readonly<Record<ReachedLimit['cause'], string>> = {
  descriptors: 'its limit on open files',
  maxConcurrency: 'its target.maxConcurrency limit',
};

const ADVICE: Readonly<Record<ReachedLimit['cause'], string>> = {
  descriptors: 'Raise it with ulimit -n, or lower the rate.',
  maxConcurrency: 'Raise target.maxConcurrency, or lower the rate.',
};

/** The limits that loads reached, each cause once, with the requests of all. */
export function limitsReached(accounts: readonly ClientUsage[]): ReachedLimit[] {
  const reached = new Map<string, ReachedLimit>();
  for (const account of accounts) {
    const { cause, ...limit } = account.limit;
    if (cause === 'none' || !(limit.requests > 0)) continue;
    const before = reached.get(cause);
    reached.set(cause, {
      cause,
      requests: limit.requests + (before?.requests ?? 0),
      longestWaitMs: Math.max(limit.longestWaitMs, before?.longestWaitMs ?? 0),
      connections: Math.max(limit.connections, before?.connections ?? 0),
    });
  }
  return [...reached.values()];
}
