import type { FlagRow } from '../flags/flag-row.ts';

/** Flags of `loadcell record`. */
export const RECORD_FLAGS: readonly FlagRow[] = [
  {
    flags: '--pid <pid>',
    description: 'running process to record; it is never signaled',
    kind: 'number',
  },
  {
    flags: '--hz <number>',
    description: 'memory samples per second (default: 1000)',
    kind: 'number',
  },
  {
    flags: '--duration <time>',
    description: 'time limit, such as 10s; also ends the command',
    kind: 'duration',
  },
  {
    flags: '-o, --output-dir <dir>',
    description: 'folder for run directories (default: loadcell-results)',
    kind: 'text',
  },
  {
    flags: '--otlp <url>',
    description: 'OpenTelemetry collector, such as http://127.0.0.1:4318',
    kind: 'text',
  },
  {
    flags: '--prometheus-port <number>',
    description: 'loopback port for Prometheus to scrape; 0 for any',
    kind: 'number',
  },
  {
    flags: '--json',
    description: 'print only JSON on stdout; the command prints to stderr',
    kind: 'switch',
  },
  { flags: '--quiet', description: 'hide progress', kind: 'switch' },
];
