import type { Rule } from './rule.ts';

/** Phases that could not run, with what it takes. */
export const phaseSkipped: Rule = {
  name: 'phase-skipped',
  advise: ({ skipped }) => skipped.map(({ phase, reason }) => `${phase} was skipped: ${reason}.`),
};
