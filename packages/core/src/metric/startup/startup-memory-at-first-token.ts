import type { MetricDefinition } from '../metric.ts';
import { readMemoryAt } from './startup.ts';

/** Memory of the process tree at the first token of the first answer. */
export const startupMemoryAtFirstToken: MetricDefinition = {
  name: 'startupMemoryAtFirstToken',
  aliases: [],
  of: 'phase',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  isShownWhen: () => false,
  description: 'Memory of the process tree at the first token of the first answer.',
  formula: 'rss at server-responded',
  read: (phase) => readMemoryAt(phase, 'server-responded'),
};
