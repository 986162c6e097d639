import type { Rule } from '../finding.ts';

/** Phases that could not run, with what it takes. */
export const phaseSkipped: Rule = {
  name: 'phase-skipped',
  section: 'criteria',
  look: ({ results: { skipped } }) =>
    skipped.map(({ phase, reason }) => ({
      phase,
      severity: 'note',
      finding: `The phase was skipped: ${reason}`,
      evidence: [],
      advice: '',
    })),
};
