import { figure, inEachPhase, type Rule } from './rule.ts';

/** A prompt that was longer than the context, and was answered without being read whole. */
export const contextTruncated: Rule = {
  name: 'context-truncated',
  severity: 'hint',
  section: 'contexts',
  look: inEachPhase(({ result: { metrics } }) => {
    const dropped = metrics.contextStats.compressionRatio;
    if (!(dropped > 0)) return [];
    return [
      {
        finding: 'An over-long prompt was answered without being read whole',
        evidence: [figure('dropped', 'ratio', dropped)],
        advice:
          'Users are not told: refuse prompts that do not fit, or make the context as long as they need.',
      },
    ];
  }),
};
