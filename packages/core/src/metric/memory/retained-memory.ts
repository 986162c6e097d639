import type { MetricDefinition } from '../metric.ts';
import { readingOfOne } from '../measure/reading.ts';
import { afterReleaseBytes, baselineBytes } from './window-memory.ts';

/** Memory that is not given back. */
export const retainedMemory: MetricDefinition = {
  name: 'retainedMemory',
  label: 'retained memory',
  aliases: [],
  of: 'phase',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Resident memory retained after models and contexts are released.',
  formula: 'median RSS of the cooldown window - median RSS of the idle window',
  read: (phase) =>
    readingOfOne(
      afterReleaseBytes(phase) - baselineBytes(phase),
      'needs samples in both an idle and a cooldown window',
    ),
};
