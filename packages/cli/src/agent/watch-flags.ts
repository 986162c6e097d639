import type { FlagRow } from '../flags/flag-row.ts';

/** Flags of `loadcell agent` for the role watch: what is watched is named on its machine alone. */
export const WATCH_FLAGS: readonly FlagRow[] = [
  {
    flags: '--pid <pid>',
    description: 'watch: process of the server, or auto with --port',
    kind: 'pid',
  },
  {
    flags: '--port <number>',
    description: 'watch: port that the server listens on',
    kind: 'number',
  },
  {
    flags: '--cgroup <path>',
    description: 'watch: cgroup of the server, with those below it',
    kind: 'text',
  },
  {
    flags: '--metrics-url <url>',
    description: 'watch: metrics of the server (repeatable)',
    kind: 'text',
    repeatable: true,
  },
  {
    flags: '--max-memory <amount>',
    description: 'watch: memory of the server that ends a run, such as 14GiB',
    kind: 'bytes',
  },
  {
    flags: '--hz <number>',
    description: 'watch: memory samples per second (default: 1000)',
    kind: 'number',
  },
];
