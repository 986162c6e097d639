import type { MetricDefinition } from '../metric.ts';
import { readTimeTo, SHOWN_WHEN_STARTED } from './startup.ts';

/** Time from the start of the server command until it reports that it is healthy. */
export const startupTimeToHealthy: MetricDefinition = {
  name: 'startupTimeToHealthy',
  label: 'startup time to healthy',
  aliases: [],
  of: 'phase',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'max',
  ...SHOWN_WHEN_STARTED,
  description: 'Time from the start of the server command until it reports that it is healthy.',
  formula: 'server-healthy - server-launched; polled every 50 ms',
  read: (phase) => readTimeTo(phase, 'server-healthy'),
};
