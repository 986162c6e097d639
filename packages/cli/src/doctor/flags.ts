import type { FlagRow } from '../flags/flag-row.ts';

/** Flags of `loadcell doctor`. */
export const DOCTOR_FLAGS: readonly FlagRow[] = [
  {
    flags: '--url <url>',
    description: 'server to check with small requests, no load',
    kind: 'text',
  },
  {
    flags: '--model <name>',
    description: 'model of that server (default: the first listed)',
    kind: 'text',
  },
  {
    flags: '--pid <pid>',
    description: 'process of that server, or auto to find it by port',
    kind: 'pid',
  },
  {
    flags: '-o, --output-dir <dir>',
    description: 'folder for run directories to check (default: loadcell-results)',
    kind: 'text',
  },
  { flags: '--json', description: 'print JSON, alone on stdout', kind: 'switch' },
];
