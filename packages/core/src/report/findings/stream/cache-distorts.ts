import { figure, inEachStage, type Rule } from '../finding.ts';

/** Share of prompt tokens from a cache, the template left out, from which TTFT is no longer that of fresh prompts. */
const SHARE = 0.1;

/**
 * TTFT that a prompt cache made shorter than that of fresh prompts. The chat template is in every prompt of every user, and a
 * prefix that prompts share by configuration is meant to be cached: it is a warning only on prompts that should be new.
 */
export const cacheDistorts: Rule = {
  name: 'cache-distorts',
  section: 'latency',
  look: inEachStage(({ result: { measurements, answeredByCache: repeated } }) => {
    const share = repeated ?? measurements['cacheHitRate']?.avg ?? Number.NaN;
    if (!(share > SHARE)) return [];
    const evidence = [figure('of the prompt tokens beyond the template', 'ratio', share)];
    return [
      repeated === undefined
        ? {
            severity: 'note',
            finding: 'A prompt cache served the prefix that prompts share',
            evidence,
            advice: 'Compare only with runs of the same cache hit rate.',
          }
        : {
            severity: 'warning',
            finding: 'A prompt cache served prompts: TTFT is below that of fresh prompts',
            evidence,
            advice:
              'The server has seen these prompts before. Compare only with runs of the same cache hit rate, or run with another --nonce.',
          },
    ];
  }),
};
