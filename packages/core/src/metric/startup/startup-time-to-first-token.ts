import { timeMetric } from './startup.ts';

/** Time from the start of the server command to the first token of its first response. */
export const startupTimeToFirstToken = timeMetric(
  {
    name: 'startupTimeToFirstToken',
    label: 'startup time to first token',
    description:
      'Time from the start of the server command to the first token of its first response; to the end of that response where no text is generated.',
    formula: 'server-responded - server-launched',
  },
  'server-responded',
);
