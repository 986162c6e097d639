import { average } from '../../stats/time-weighted.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { EventOf } from '../../stream/events/run-event.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOfOne, unmeasured } from '../measure/reading.ts';

/** The comparisons of greedy continuations in a phase, without those of no tokens. */
export function comparisonsOf(
  phase: PhaseStreams,
  between: EventOf<'continuation-compared'>['between'],
): EventOf<'continuation-compared'>[] {
  return phase.events.filter(
    (event): event is EventOf<'continuation-compared'> =>
      event.kind === 'continuation-compared' &&
      event.between === between &&
      event.comparedTokens > 0,
  );
}

/** How much of a context is preserved while another model runs. */
export const contextPreservation: MetricDefinition = {
  name: 'contextPreservation',
  label: 'context preservation',
  aliases: [],
  of: 'phase',
  unit: 'ratio',
  isShare: true,
  better: 'higher',
  defaultAggregate: 'avg',
  description:
    'Agreement of a greedy continuation before and after another model ran, relative to a control.',
  formula:
    'mean(agreeing / compared leading tokens, A to B to A) / mean(the same, A to A), at most 1',
  read: (phase) => {
    const switched = comparisonsOf(phase, 'switch');
    const controls = comparisonsOf(phase, 'control');
    if (switched.length === 0) {
      return unmeasured('no continuation was compared across a model switch in this phase');
    }
    if (controls.length === 0) {
      return unmeasured('no control continuation was compared, so the agreement has no reference');
    }
    const control = meanAgreement(controls);
    if (control === 0) {
      return unmeasured('control outputs never matched: decoding is not deterministic');
    }
    return readingOfOne(
      Math.min(1, meanAgreement(switched) / control),
      'the agreement could not be computed',
      noteOf(`${switched.length} compared across a switch, ${controls.length} as control`),
    );
  },
};

function meanAgreement(comparisons: readonly EventOf<'continuation-compared'>[]): number {
  return average(comparisons.map((one) => one.agreeingTokens / one.comparedTokens));
}
