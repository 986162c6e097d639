import type { MetricDefinition } from '../metric.ts';
import { readMemoryAt } from './startup.ts';

/** Memory of the process tree when the server reported that it is healthy. */
export const startupMemoryAtHealthy: MetricDefinition = {
  name: 'startupMemoryAtHealthy',
  aliases: [],
  of: 'phase',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  isShownWhen: () => false,
  description: 'Memory of the process tree when the server reported that it is healthy.',
  formula: 'rss at server-healthy',
  read: (phase) => readMemoryAt(phase, 'server-healthy'),
};
