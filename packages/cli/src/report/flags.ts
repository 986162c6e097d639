import type { FlagRow } from '../flags/flag-row.ts';

/** Flags of `loadcell report`. */
export const REPORT_FLAGS: readonly FlagRow[] = [
  {
    flags: '--format <list>',
    description: 'report formats, listed below (comma-separated) (default: terminal)',
    kind: 'text',
    values: [
      'terminal',
      'md',
      'junit',
      'json',
      'results',
      'prometheus',
      'html',
      'perfetto',
      'csv',
      'parquet',
    ],
  },
  {
    flags: '-o, --output <path>',
    description: 'file or folder for all formats (default: stdout, run directory)',
    kind: 'text',
  },
  {
    flags: '--otlp <url>',
    description: 'OpenTelemetry collector to send the summary to',
    kind: 'text',
  },
  {
    flags: '--verbose',
    description: 'report all percentiles and definitions',
    kind: 'switch',
  },
  { flags: '--json', description: 'print only the JSON report on stdout', kind: 'switch' },
];
