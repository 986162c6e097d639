import { figure, inEachStage, type FindingDefinition } from '../finding.ts';

/** Above this prefix cache hit rate, TTFT is no longer that of fresh prompts. */
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
    return [
      repeated === undefined
        ? {
            severity: 'note',
            finding: 'The prefix cache served the prefix that prompts share',
            // Where responses do not report cached tokens, the server's counters do, template included.
            evidence: [figure('prefix cache hit rate', 'ratio', share)],
            advice: 'Compare only with runs of the same prefix cache hit rate.',
          }
        : {
            severity: 'warning',
            finding: 'The prefix cache served prompts: TTFT is below that of fresh prompts',
            evidence: [figure('prefix cache hit rate without the template', 'ratio', share)],
            advice:
              'The server has seen these prompts before. Compare only with runs of the same prefix cache hit rate, or run with another --nonce.',
          },
    ];
  }),
};
