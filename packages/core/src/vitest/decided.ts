import type { PhaseVerdict, RunVerdict } from '../verdict/run-verdict.ts';

/** What a verdict proves: criteria that are not met are not therefore missed. */
export type Decided = 'met' | 'missed' | 'undecided';

/**
 * What a verdict proves about its criteria. One is missed only where its measured value is beyond the threshold with 95%
 * confidence, in a complete run and a reliable phase.
 */
export function decidedBy({ outcome, phases }: RunVerdict): Decided {
  if (outcome === 'pass') return 'met';
  return outcome === 'criterion-failed' && phases.some(hasMissed) ? 'missed' : 'undecided';
}

function hasMissed({ criteria, failures }: PhaseVerdict): boolean {
  const isReliable = failures.every(({ kind }) => kind !== 'unreliable');
  return isReliable && criteria.some(({ reason }) => reason === 'missed');
}
