import { memoryMetric } from './startup.ts';

/** RSS of the process tree when the server first reported that it is healthy. */
export const startupMemoryAtHealthy = memoryMetric(
  {
    name: 'startupMemoryAtHealthy',
    label: 'RSS when healthy',
    description: 'RSS of the process tree when the server first reported that it is healthy.',
  },
  'server-healthy',
);
