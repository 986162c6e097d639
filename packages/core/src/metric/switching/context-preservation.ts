import { average } from '../../stats/time-weighted.ts';
import type { PhaseStreams } from '../../stream/phase-streams.ts';
import type { EventOf } from '../../stream/events/run-event.ts';
import type { MetricDefinition } from '../metric.ts';
import { noteOf, readingOfOne, unmeasured } from '../measure/reading.ts';

/** The comparisons of greedy continuations in a phase that compared any token. */
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

/** How much of a context survives that another model ran in between. */
export const contextPreservation: MetricDefinition = {
  name: 'contextPreservation',
  aliases: [],
  of: 'phase',
  unit: 'ratio',
  isShare: true,
  better: 'higher',
  defaultAggregate: 'avg',
  description:
    'Agreement of a greedy continuation before and after another model ran, over a control.',
  formula:
    'mean(agreeing / compared leading tokens, A to B to A) / mean(the same, A to A), at most 1',
  read: (phase) => {
    const switched = comparisonsOf(phase, 'switch');
    const controls = comparisonsOf(phase, 'control');
    if (switched.length === 0) {
      return unmeasured('no continuation was compared across a switch of models in this phase');
    }
    if (controls.length === 0) {
      return unmeasured('no control continuation was compared, so agreement means nothing');
    }
    const control = meanAgreement(controls);
    if (control === 0) {
      return unmeasured(
        'the control continuations never agreed: the engine does not repeat itself',
      );
    }
    return readingOfOne(
      Math.min(1, meanAgreement(switched) / control),
      'the agreement could not be computed',
      noteOf(`${switched.length} compared across a switch, ${controls.length} controls`),
    );
  },
};

function meanAgreement(comparisons: readonly EventOf<'continuation-compared'>[]): number {
  return average(comparisons.map((one) => one.agreeingTokens / one.comparedTokens));
}
