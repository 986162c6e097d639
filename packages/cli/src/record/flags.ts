import type { FlagRow } from '../flags/flag-row.ts';

/** Flags of `loadcell record`. */
export const RECORD_FLAGS: readonly FlagRow[] = [
  {
    flags: '--pid <pid>',
    description: 'record this process instead; it is never signalled',
    kind: 'number',
  },
  { flags: '--hz <number>', description: 'samples a second (default: 1000)', kind: 'number' },
  {
    flags: '--duration <time>',
    description: 'end after this time, such as 10s; a command is then ended too',
    kind: 'duration',
  },
  {
    flags: '-o, --output-dir <dir>',
    description: 'folder for run directories (default: loadcell-results)',
    kind: 'text',
  },
  {
    flags: '--otlp <url>',
    description: 'send figures to an OpenTelemetry collector, such as http://127.0.0.1:4318',
    kind: 'text',
  },
  {
    flags: '--prometheus-port <number>',
    description: 'let Prometheus scrape the recording on this port of the loopback, 0 for any',
    kind: 'number',
  },
  {
    flags: '--json',
    description:
      'print the summary as JSON, alone on stdout; the output of the command goes to stderr',
    kind: 'switch',
  },
  { flags: '--quiet', description: 'no progress', kind: 'switch' },
];
