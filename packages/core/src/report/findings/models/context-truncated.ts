import { figure, inEachPhase, type FindingDefinition } from '../finding.ts';

export const contextTruncated: FindingDefinition = {
  name: 'context-truncated',
  meaning:
    'The target truncated a prompt longer than its context and reported no error. A rejected prompt is in over-long-refused.',
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
