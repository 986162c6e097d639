import type { FlagRow } from '../flags/flag-row.ts';

/** Flags of `loadcell export`. */
export const EXPORT_FLAGS: readonly FlagRow[] = [
  {
    flags: '--format <format>',
    description: 'csv or parquet (required)',
    kind: 'text',
    formerly: 'to',
    values: ['csv', 'parquet'],
  },
  {
    flags: '--table <name>',
    description: 'samples, survey, requests or all (default: all)',
    kind: 'text',
    formerly: 'stream',
    values: ['samples', 'survey', 'requests', 'all'],
  },
  {
    flags: '-o, --output-dir <dir>',
    description: 'folder for the files (default: run directory)',
    kind: 'text',
  },
];
