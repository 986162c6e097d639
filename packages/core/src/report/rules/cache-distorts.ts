import { figure, inEachPhase, type Rule } from './rule.ts';

/** Share of prompt tokens from a cache from which times are no longer those of fresh prompts. */
const SHARE = 0.1;

/** Times that a prompt cache made faster than fresh prompts would be. */
export const cacheDistorts: Rule = {
  name: 'cache-distorts',
  severity: 'notable',
  section: 'latency',
  look: inEachPhase(({ result: { measurements } }) => {
    const hit = measurements['cacheHitRatio']?.avg ?? Number.NaN;
    if (!(hit > SHARE)) return [];
    return [
      {
        finding:
          "A cache served part of the prompts, so first tokens came sooner than fresh prompts' would",
        evidence: [figure('of the prompt tokens', 'ratio', hit)],
        advice:
          'Compare only with runs of the same share; for the cost of fresh prompts, switch the cache off or share no prefix.',
      },
    ];
  }),
};
