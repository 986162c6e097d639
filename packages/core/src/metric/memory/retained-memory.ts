import type { MetricDefinition } from '../metric.ts';
import { readingOfOne } from '../measure/reading.ts';
import { afterReleaseBytes, baselineBytes } from './window-memory.ts';

/** What stays after everything was released. */
export const retainedMemory: MetricDefinition = {
  name: 'retainedMemory',
  aliases: [],
  of: 'phase',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'avg',
  description: 'Resident memory that stays after models and contexts are released.',
  formula: 'median rss of the cooldown window - median rss of the idle window',
  read: (phase) =>
    readingOfOne(
      afterReleaseBytes(phase) - baselineBytes(phase),
      'needs samples in both an idle and a cooldown window',
    ),
};
