import { figure, inEachPhase, type Rule } from '../finding.ts';

/** A prompt longer than the context that was truncated without an error. A server that refuses it does better, and is none. */
export const contextTruncated: Rule = {
  name: 'context-truncated',
  section: 'contexts',
  look: inEachPhase(({ result: { metrics } }) => {
    const dropped = metrics.contextStats.compressionRatio;
    if (!(dropped > 0)) return [];
    return [
      {
        severity: 'note',
        finding: 'An over-long prompt was silently truncated',
        evidence: [figure('dropped', 'ratio', dropped)],
        advice: 'Reject prompts that do not fit, or increase the context length.',
      },
    ];
  }),
};
