import type { MetricDefinition } from '../metric.ts';
import { readMemoryAt, SHOWN_WHEN_STARTED } from './startup.ts';

/** Memory of the process tree when its port began to listen. */
export const startupMemoryAtListening: MetricDefinition = {
  name: 'startupMemoryAtListening',
  aliases: [],
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  ...SHOWN_WHEN_STARTED,
  description: 'Memory of the process tree when its port began to listen.',
  formula: 'rss at server-listening',
  read: (phase) => readMemoryAt(phase, 'server-listening'),
};
