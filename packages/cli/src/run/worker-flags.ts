import type { FlagRow } from '../flags/flag-row.ts';

/** Flags that make a run one of several workers. */
export const WORKER_FLAGS: readonly FlagRow[] = [
  {
    flags: '--slice <i/n>',
    description: 'share of the load that this worker sends, such as 0/4',
    kind: 'text',
  },
  {
    flags: '--start-at <time>',
    description: 'start of the first stage: ISO time or epoch seconds',
    kind: 'text',
  },
];
