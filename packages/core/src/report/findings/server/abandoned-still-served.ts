import { isAbandoned, countOf } from '../../../metric/measure/service-requests.ts';
import type { StageResult } from '../../results/stage-result.ts';
import { figure, inEachLoad, type FindingDefinition } from '../finding.ts';

/** Fewer abandoned requests are not judged. */
const ENOUGH = 5;

/** The server did not stop when it generated more than this share of the tokens that remained at cancellation. */
const TOKEN_SHARE = 0.25;

/** Without a token counter: the server did not stop when it held more abandoned requests than this on average. */
const ORPHANS = 0.5;

export const abandonedStillServed: FindingDefinition = {
  name: 'abandoned-still-served',
  meaning:
    'The server continues requests whose connection the client has closed, which slows all others.',
  section: 'throughput',
  look: inEachLoad(({ result, streams }) => {
    const { cutEffect } = result;
    const abandoned = countOf(streams.requests, isAbandoned);
    if (cutEffect === undefined || abandoned < ENOUGH || !isStillServed(result)) return [];
    const { orphanedTokens, runningAfterDrain, kvCacheUsage } = cutEffect;
    const orphans = result.measurements['serverOrphanedRequests']?.avg ?? Number.NaN;
    return [
      {
        severity: 'warning',
        finding: 'The server keeps generating for abandoned requests',
        evidence: [
          figure('abandoned', 'count', abandoned),
          ...(Number.isNaN(orphans)
            ? []
            : [figure('held by the server on average', 'requests', orphans)]),
          ...(orphanedTokens === undefined
            ? []
            : [
                figure('tokens generated after cancellation', 'count', orphanedTokens.generated),
                figure('of at most', 'count', orphanedTokens.possible),
              ]),
          ...(runningAfterDrain === undefined
            ? []
            : [figure('running after the drain', 'requests', runningAfterDrain)]),
          ...(kvCacheUsage === undefined
            ? []
            : [figure('KV cache after the drain', 'ratio', kvCacheUsage.after)]),
        ],
        advice:
          'Check that the server, and each proxy before it, stops generation when a client disconnects.',
      },
    ];
  }),
};

/** A token counter decides where there is one: it is exact, and gauges are read once per second. */
function isStillServed({ cutEffect, measurements }: StageResult): boolean {
  const tokens = cutEffect?.orphanedTokens;
  if (tokens !== undefined) return tokens.generated > TOKEN_SHARE * tokens.possible;
  return (measurements['serverOrphanedRequests']?.avg ?? 0) > ORPHANS;
}
