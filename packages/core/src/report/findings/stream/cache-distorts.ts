import type { Measurements } from '../../../metric/measure/measure.ts';
import type { Evidence } from '../recommendation.ts';
import { figure, inEachStage, type FindingDefinition } from '../finding.ts';

/** Above this prefix cache hit rate, TTFT is no longer that of fresh prompts. */
const SHARE = 0.1;

export const cacheDistorts: FindingDefinition = {
  name: 'cache-distorts',
  meaning:
    'A prefix cache made TTFT shorter than that of fresh prompts. A warning where prompts should have been new; a note where they share a prefix by design.',
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
            evidence: [figure('prefix cache hit rate', 'ratio', share), ...idealOf(measurements)],
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

/** The hit rate of a cache that drops nothing; nothing where it is unknown. */
function idealOf(measurements: Measurements): Evidence[] {
  const ideal = measurements['idealPrefixHitRate']?.avg ?? Number.NaN;
  return Number.isNaN(ideal) ? [] : [figure('ideal prefix cache hit rate', 'ratio', ideal)];
}
