import type { FlagRow } from '../flags/flag-row.ts';

/** Flags of `loadcell report`. */
export const REPORT_FLAGS: readonly FlagRow[] = [
  {
    flags: '--format <list>',
    description:
      'printed: terminal (default), md, junit, json, results, prometheus; ' +
      'as files: html, perfetto, csv, parquet; several with commas',
    kind: 'text',
  },
  {
    flags: '-o, --output <path>',
    description: 'write into this file or folder, in place of stdout and the run directory',
    kind: 'text',
  },
  {
    flags: '--otlp <url>',
    description: 'send what the run came to, to an OpenTelemetry collector',
    kind: 'text',
  },
  {
    flags: '--verbose',
    description: 'on a terminal also every percentile, definition and account',
    kind: 'switch',
  },
  { flags: '--json', description: 'print the report as JSON, alone on stdout', kind: 'switch' },
];
