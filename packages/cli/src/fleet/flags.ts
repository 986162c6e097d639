import type { FlagRow } from '../flags/flag-row.ts';

/** Flags of `loadcell fleet up`. */
export const FLEET_FLAGS: readonly FlagRow[] = [
  {
    flags: '--bind <address>',
    description: 'IP address to listen on (default: 127.0.0.1)',
    kind: 'text',
  },
  {
    flags: '--port <number>',
    description: 'port to listen on; 0 is any free one (default: 4222)',
    kind: 'number',
  },
  {
    flags: '--dir <folder>',
    description: 'folder for stored data (default: temporary folder)',
    kind: 'text',
  },
  { flags: '--quiet', description: 'print only the URL', kind: 'switch' },
];
