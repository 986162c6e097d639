import type { MetricDefinition } from '../metric.ts';
import { readMemoryAt } from './startup.ts';

/** RSS of the process tree when the server first reported that it is healthy. */
export const startupMemoryAtHealthy: MetricDefinition = {
  name: 'startupMemoryAtHealthy',
  label: 'RSS when healthy',
  aliases: [],
  of: 'phase',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  isShownWhen: () => false,
  description: 'RSS of the process tree when the server first reported that it is healthy.',
  formula: 'RSS at server-healthy',
  read: (phase) => readMemoryAt(phase, 'server-healthy'),
};
