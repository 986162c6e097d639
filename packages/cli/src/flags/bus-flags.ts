import type { FlagRow } from './flag-row.ts';

/** Variable with the URL of the bus. A password in it is not visible to other users, unlike one in an argument. */
export const BUS_VARIABLE = 'LOADCELL_BUS';

/** Flags for the credentials of the bus. */
export const BUS_FLAGS: readonly FlagRow[] = [
  {
    flags: '--bus-creds <file>',
    description: 'credentials file of the bus; or LOADCELL_BUS_CREDS',
    kind: 'text',
  },
  { flags: '--bus-nkey <file>', description: 'file with the nkey seed of the bus', kind: 'text' },
  {
    flags: '--bus-tls-ca <file>',
    description: 'file with the CA certificate of the bus',
    kind: 'text',
  },
  {
    flags: '--bus-tls-cert <file>',
    description: 'file with the certificate of this machine for the bus',
    kind: 'text',
  },
  {
    flags: '--bus-tls-key <file>',
    description: 'file with the key of that certificate',
    kind: 'text',
  },
];
