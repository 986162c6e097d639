import { isAbandoned, countOf } from '../../../metric/service-requests.ts';
import type { StageResult } from '../../results/stage-result.ts';
import { figure, inEachLoad, type Rule } from '../rule.ts';

/** Requests abandoned from which on a finding says something. */
const ENOUGH = 5;

/** Share of the tokens left to generate at the cuts from which the server did not stop. */
const TOKEN_SHARE = 0.25;

/** Abandoned requests that the server holds on average, from which it does not stop, where it counts no tokens. */
const ORPHANS = 0.5;

/** The server goes on with requests that the client has closed: what it computes then is for nobody, and slows all others. */
export const abandonedStillServed: Rule = {
  name: 'abandoned-still-served',
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
                figure('tokens generated after the cuts', 'count', orphanedTokens.generated),
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

/** The token counter is exact, and the gauge is read once a second: the counter decides where there is one. */
function isStillServed({ cutEffect, measurements }: StageResult): boolean {
  const tokens = cutEffect?.orphanedTokens;
  if (tokens !== undefined) return tokens.generated > TOKEN_SHARE * tokens.possible;
  return (measurements['serverOrphanedRequests']?.avg ?? 0) > ORPHANS;
}
