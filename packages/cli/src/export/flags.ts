import type { FlagRow } from '../flags/flag-row.ts';

/** Flags of `loadcell export`. */
export const EXPORT_FLAGS: readonly FlagRow[] = [
  { flags: '--to <format>', description: 'csv or parquet', kind: 'text' },
  {
    flags: '--stream <name>',
    description: 'samples, survey, requests or all (default: all)',
    kind: 'text',
  },
  {
    flags: '-o, --output-dir <dir>',
    description: 'where the files go (default: the directory of the run)',
    kind: 'text',
  },
];
