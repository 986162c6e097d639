import type { MetricDefinition } from '../metric.ts';
import { readMemoryAt } from './startup.ts';

/** RSS of the process tree at the first token of the first response. */
export const startupMemoryAtFirstToken: MetricDefinition = {
  name: 'startupMemoryAtFirstToken',
  label: 'RSS at first token',
  aliases: [],
  of: 'phase',
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  isShownWhen: () => false,
  description: 'RSS of the process tree at the first token of the first response.',
  formula: 'RSS at server-responded',
  read: (phase) => readMemoryAt(phase, 'server-responded'),
};
