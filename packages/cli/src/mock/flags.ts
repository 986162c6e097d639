import type { FlagRow } from '../flags/flag-row.ts';

/** Flags of `loadcell mock`. */
export const MOCK_FLAGS: readonly FlagRow[] = [
  {
    flags: '--time-to-first-token <time>',
    description: 'from the start of the service to the first token (default: 50ms)',
    kind: 'duration',
  },
  {
    flags: '--gap <time>',
    description: 'from one token to the next (default: 10ms)',
    kind: 'duration',
  },
  { flags: '--tokens <number>', description: 'of an answer (default: 64)', kind: 'number' },
  {
    flags: '--jitter <time>',
    description: 'each of those waits is longer by up to so much (default: none)',
    kind: 'duration',
  },
  {
    flags: '--slots <number>',
    description: 'requests served at once, others wait in line (default: no limit)',
    kind: 'number',
  },
  { flags: '--fail <share>', description: 'requests that fail, such as 1%', kind: 'ratio' },
  {
    flags: '--seed <number>',
    description: 'of jitter and failures (default: 1)',
    kind: 'number',
  },
  {
    flags: '--model <name>',
    description: 'that it has; any other is refused then (default: mock, and any is taken)',
    kind: 'text',
  },
  { flags: '--host <address>', description: 'to listen on (default: 127.0.0.1)', kind: 'text' },
  { flags: '--port <number>', description: 'to listen on (default: any free)', kind: 'number' },
  { flags: '--quiet', description: 'print the URL and nothing else', kind: 'switch' },
];
