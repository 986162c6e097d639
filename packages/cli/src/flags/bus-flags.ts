import type { BusOptions } from '@loadcell/core';
import type { FlagRow, Flags } from './flag-row.ts';

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

/** How to reach a bus, but for what the command sets. */
export type BusCredentials = Omit<BusOptions, 'clientName' | 'maxDisconnectedMs'>;

/** The bus at a URL, with the credentials of the flags, else of the environment. */
export function busOf(
  url: string,
  flags: Flags,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): BusCredentials {
  const credsFile = flags.get('bus-creds')?.at(-1) ?? environment['LOADCELL_BUS_CREDS'];
  const nkeyFile = flags.get('bus-nkey')?.at(-1);
  const tlsCaFile = flags.get('bus-tls-ca')?.at(-1);
  const tlsCertFile = flags.get('bus-tls-cert')?.at(-1);
  const tlsKeyFile = flags.get('bus-tls-key')?.at(-1);
  return {
    url,
    ...(credsFile === undefined || credsFile === '' ? {} : { credsFile }),
    ...(nkeyFile === undefined ? {} : { nkeyFile }),
    ...(tlsCaFile === undefined ? {} : { tlsCaFile }),
    ...(tlsCertFile === undefined ? {} : { tlsCertFile }),
    ...(tlsKeyFile === undefined ? {} : { tlsKeyFile }),
  };
}
