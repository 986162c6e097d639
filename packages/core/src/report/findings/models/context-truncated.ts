import { figure, inEachPhase, type FindingDefinition } from '../finding.ts';

/** A prompt longer than the context that was truncated without an error. Refusing it is better, and is not reported here. */
export const contextTruncated: FindingDefinition = {
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
