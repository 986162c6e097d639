import type { FindingDefinition } from '../finding.ts';

/** Phases that could not run, with the reason. */
export const phaseSkipped: FindingDefinition = {
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
