import type { MetricDefinition } from '../metric.ts';
import { readMemoryAt } from './startup.ts';

/** RSS of the process tree when the port of the server began to listen. */
export const startupMemoryAtListening: MetricDefinition = {
  name: 'startupMemoryAtListening',
  label: 'RSS when listening',
  aliases: [],
  of: 'phase',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  isShownWhen: () => false,
  description: 'RSS of the process tree when the port of the server began to listen.',
  formula: 'RSS at server-listening',
  read: (phase) => readMemoryAt(phase, 'server-listening'),
};
