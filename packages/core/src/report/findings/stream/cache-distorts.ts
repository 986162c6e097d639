import { figure, inEachStage, type FindingDefinition } from '../finding.ts';

/** Above this prefix cache hit rate, the template excluded, TTFT is no longer that of fresh prompts. */
const SHARE = 0.1;

/**
 * TTFT that a prefix cache made shorter than that of fresh prompts. The chat template is in every prompt of every user, and
 * a configured shared prefix is meant to be cached: it is a warning only on prompts that should be new.
 */
export const cacheDistorts: FindingDefinition = {
  name: 'cache-distorts',
  section: 'latency',
  look: inEachStage(({ result: { measurements, answeredByCache: repeated } }) => {
    const share = repeated ?? measurements['cacheHitRate']?.avg ?? Number.NaN;
    if (!(share > SHARE)) return [];
    const evidence = [figure('prefix cache hit rate without the template', 'ratio', share)];
    return [
      repeated === undefined
        ? {
            severity: 'note',
            finding: 'The prefix cache served the prefix that prompts share',
            evidence,
            advice: 'Compare only with runs of the same cache hit rate.',
          }
        : {
            severity: 'warning',
            finding: 'The prefix cache served prompts: TTFT is below that of fresh prompts',
            evidence,
            advice:
              'The server has seen these prompts before. Compare only with runs of the same cache hit rate, or run with another --nonce.',
          },
    ];
  }),
};
