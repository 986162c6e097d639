import { memoryMetric } from './startup.ts';

/** RSS of the process tree at the first token of the first response. */
export const startupMemoryAtFirstToken = memoryMetric(
  {
    name: 'startupMemoryAtFirstToken',
    label: 'RSS at first token',
    description:
      'RSS of the process tree at the first token of the first response; at its end where no text is generated.',
  },
  'server-responded',
);
