import type { FlagRow } from '../flags/flag-row.ts';

/** Flags of `loadcell mock`. */
export const MOCK_FLAGS: readonly FlagRow[] = [
  {
    flags: '--time-to-first-token <time>',
    description: 'time to first token, or to whole embeddings (default: 50ms)',
    kind: 'duration',
  },
  {
    flags: '--inter-token-latency <time>',
    description: 'time between tokens (default: 10ms)',
    kind: 'duration',
    formerly: 'gap',
  },
  {
    flags: '--output-tokens <number>',
    description: 'tokens per response (default: 64)',
    kind: 'number',
    formerly: 'tokens',
  },
  {
    flags: '--jitter <time>',
    description: 'maximum random extra delay per token (default: none)',
    kind: 'duration',
  },
  {
    flags: '--concurrency <number>',
    description: 'maximum concurrent requests; others queue (default: no limit)',
    kind: 'number',
    formerly: 'slots',
  },
  {
    flags: '--error-rate <share>',
    description: 'share of requests to fail, such as 1% (default: none)',
    kind: 'ratio',
    formerly: 'fail',
  },
  {
    flags: '--seed <number>',
    description: 'seed of jitter and failures (default: 1)',
    kind: 'number',
  },
  {
    flags: '--model <name>',
    description: 'accept only this model (default: any name; listed as mock)',
    kind: 'text',
  },
  {
    flags: '--host <address>',
    description: 'IP address to listen on (default: 127.0.0.1)',
    kind: 'text',
  },
  {
    flags: '--port <number>',
    description: 'port to listen on (default: any free)',
    kind: 'number',
  },
  { flags: '--quiet', description: 'print only the URL', kind: 'switch' },
];
