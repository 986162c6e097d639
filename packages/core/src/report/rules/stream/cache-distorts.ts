import { figure, inEachPhase, type Rule } from '../rule.ts';

/** Share of the prompts' own tokens from a cache from which TTFT is no longer that of fresh prompts. */
const SHARE = 0.1;

/**
 * TTFT that a prompt cache made shorter than that of fresh prompts. It is a warning where the prompts have nothing in common
 * by design: the server has seen them before.
 */
export const cacheDistorts: Rule = {
  name: 'cache-distorts',
  section: 'latency',
  look: inEachPhase(({ result: { measurements, answeredByCache } }) => {
    const share = measurements['cacheHitRatio']?.avg ?? Number.NaN;
    if (!(share > SHARE)) return [];
    return [
      {
        severity: answeredByCache === undefined ? 'note' : 'warning',
        finding: 'A prompt cache served part of the prompts: TTFT is below that of fresh prompts',
        evidence: [figure('of the prompt tokens beyond the template', 'ratio', share)],
        advice:
          'Compare only with runs of the same cache hit rate. To measure fresh prompts, use prompts that were not sent before or disable the cache.',
      },
    ];
  }),
};
