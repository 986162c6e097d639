import { timeMetric } from './startup.ts';

/** Time from the start of the server command until its port listens. */
export const startupTimeToListening = timeMetric(
  {
    name: 'startupTimeToListening',
    label: 'startup time to listening',
    description: 'Time from the start of the server command until its port listens.',
    formula: 'server-listening - server-launched; polled every 20 ms',
  },
  'server-listening',
);
