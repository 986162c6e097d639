import type { MetricDefinition } from '../metric.ts';
import { readTimeTo, SHOWN_WHEN_STARTED } from './startup.ts';

/** Time from the start of the server command to the first token of its first response. */
export const startupTimeToFirstToken: MetricDefinition = {
  name: 'startupTimeToFirstToken',
  label: 'startup time to first token',
  aliases: [],
  of: 'phase',
  unit: 'ms',
  better: 'lower',
  defaultAggregate: 'max',
  ...SHOWN_WHEN_STARTED,
  description:
    'Time from the start of the server command to the first token of its first response.',
  formula: 'server-responded - server-launched',
  read: (phase) => readTimeTo(phase, 'server-responded'),
};
