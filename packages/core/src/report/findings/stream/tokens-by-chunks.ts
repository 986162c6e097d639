import { countOf, isSuccessful } from '../../../metric/measure/service-requests.ts';
import type { CriterionVerdict } from '../../../verdict/criterion-verdict.ts';
import { figure, inEachStage, type FindingDefinition } from '../finding.ts';

const OF_TOKENS: readonly string[] = [
  'outputTokenThroughput',
  'timePerOutputToken',
  'memoryGrowthPerKilotoken',
  'energyPerToken',
];

export const tokensByChunks: FindingDefinition = {
  name: 'tokens-by-chunks',
  meaning:
    'Neither the server nor a tokenizer reports output tokens, so they are estimated from stream events. A warning where a criterion or an SLO is about tokens.',
  section: 'throughput',
  look: inEachStage(({ result, streams: { requests, events }, phase }) => {
    const byChunks = countOf(
      requests,
      (row) => row.tokenCountSource === 'chunks' && isSuccessful(row),
    );
    if (byChunks === 0) return [];
    const criteria = phase.result.criteria.filter(
      ({ stage }) => stage === undefined || stage === result.name,
    );
    const slos = events.flatMap((event) =>
      event.kind === 'slos-set' ? Object.keys(event.slos) : [],
    );
    return [
      {
        severity: judgesTokens(criteria, slos) ? 'warning' : 'note',
        finding: 'Output tokens were estimated from stream events, which may hold several tokens',
        evidence: [
          figure('share of requests', 'ratio', byChunks / countOf(requests, isSuccessful)),
        ],
        advice:
          'Token throughput and TPOT may be off by that. Have the server report usage (stream_options.include_usage), or enable a tokenizer endpoint.',
      },
    ];
  }),
};

function judgesTokens(criteria: readonly CriterionVerdict[], slos: readonly string[]): boolean {
  return (
    criteria.some(({ metric }) => OF_TOKENS.includes(metric)) ||
    slos.some((name) => OF_TOKENS.includes(name))
  );
}
