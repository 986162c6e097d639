import type { MetricDefinition } from '../metric.ts';
import { readTimeTo, SHOWN_WHEN_STARTED } from './startup.ts';

/** Time from the start of the server command until its port listens. */
export const startupTimeToListening: MetricDefinition = {
  name: 'startupTimeToListening',
  label: 'startup time to listening',
  aliases: [],
  of: 'phase',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'max',
  ...SHOWN_WHEN_STARTED,
  description: 'Time from the start of the server command until its port listens.',
  formula: 'server-listening - server-launched; polled every 20 ms',
  read: (phase) => readTimeTo(phase, 'server-listening'),
};
