import { timeMetric } from './startup.ts';

/** Time from the start of the server command until it reports that it is healthy. */
export const startupTimeToHealthy = timeMetric(
  {
    name: 'startupTimeToHealthy',
    label: 'startup time to healthy',
    description: 'Time from the start of the server command until it reports that it is healthy.',
    formula: 'server-healthy - server-launched; polled every 50 ms',
  },
  'server-healthy',
);
