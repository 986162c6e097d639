import type { MetricDefinition } from '../metric.ts';
import { readMemoryAt, SHOWN_WHEN_STARTED } from './startup.ts';

/** Memory of the process tree at the first token of the first answer. */
export const startupMemoryAtFirstToken: MetricDefinition = {
  name: 'startupMemoryAtFirstToken',
  aliases: [],
  unit: 'bytes',
  better: 'lower',
  defaultAggregate: 'max',
  ...SHOWN_WHEN_STARTED,
  description: 'Memory of the process tree at the first token of the first answer.',
  formula: 'rss at server-answered',
  read: (phase) => readMemoryAt(phase, 'server-answered'),
};
