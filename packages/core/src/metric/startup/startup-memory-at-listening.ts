import type { MetricDefinition } from '../metric.ts';
import { readMemoryAt } from './startup.ts';

/** Memory of the process tree when its port began to listen. */
export const startupMemoryAtListening: MetricDefinition = {
  name: 'startupMemoryAtListening',
  aliases: [],
  of: 'phase',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  isShownWhen: () => false,
  description: 'Memory of the process tree when its port began to listen.',
  formula: 'rss at server-listening',
  read: (phase) => readMemoryAt(phase, 'server-listening'),
};
