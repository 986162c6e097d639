import { figure, inEachStage, type FindingDefinition } from '../finding.ts';

/** Up to this difference of the hit rates the cache is as good as an endless one: prompts in flight cannot hit each other. */
const MISSED_SHARE = 0.1;

export const prefixCacheMissed: FindingDefinition = {
  name: 'prefix-cache-missed',
  meaning:
    'The prefix cache of the server served far fewer prompt tokens than earlier prompts had in common with later ones.',
  section: 'latency',
  look: inEachStage(({ result: { measurements } }) => {
    const ideal = measurements['idealPrefixHitRate']?.avg ?? Number.NaN;
    const measured = measurements['cacheHitRate']?.avg ?? Number.NaN;
    if (!(ideal - measured > MISSED_SHARE)) return [];
    return [
      {
        severity: 'note',
        finding: 'The prefix cache missed prefixes that prompts share',
        evidence: [
          figure('prefix cache hit rate', 'ratio', measured),
          figure('ideal prefix cache hit rate', 'ratio', ideal),
        ],
        advice:
          'Check that prefix caching is on. Give the KV cache more memory, or route prompts of one prefix to the same replica.',
      },
    ];
  }),
};
