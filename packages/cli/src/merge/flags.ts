import type { FlagRow } from '../flags/flag-row.ts';

/** Flags of `loadcell merge`. */
export const MERGE_FLAGS: readonly FlagRow[] = [
  {
    flags: '-o, --output <dir>',
    description: 'new run directory for the merged run',
    kind: 'text',
  },
  {
    flags: '--verbose',
    description: 'report all percentiles and definitions',
    kind: 'switch',
  },
  { flags: '--json', description: 'print only the JSON report on stdout', kind: 'switch' },
];
