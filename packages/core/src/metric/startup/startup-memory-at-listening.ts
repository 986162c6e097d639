import { memoryMetric } from './startup.ts';

/** RSS of the process tree when the port of the server began to listen. */
export const startupMemoryAtListening = memoryMetric(
  {
    name: 'startupMemoryAtListening',
    label: 'RSS when listening',
    description: 'RSS of the process tree when the port of the server began to listen.',
  },
  'server-listening',
);
