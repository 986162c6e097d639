import { ConfigError, parseBusAddress, type BusOptions } from '@loadcell/core';
import { UsageError } from '../usage-error.ts';
import { needs } from './refusals.ts';
import type { Flags } from './flag-row.ts';

/** How to reach a bus, but for what the command sets. */
export type BusCredentials = Omit<BusOptions, 'clientName' | 'maxDisconnectedMs' | 'signal'>;

/** Where the URL of a bus was written. */
export interface WrittenUrl {
  readonly url: string;
  /** Flag or variable, such as `--bus`. */
  readonly from: string;
}

/**
 * The bus at a URL, with the credentials of the flags, else of the environment.
 * @throws {UsageError} when the URL is none of a bus, without repeating it: it may hold a password
 */
export function busOf(
  { url, from }: WrittenUrl,
  flags: Flags,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): BusCredentials {
  const credsFile = flags.get('bus-creds')?.at(-1) ?? environment['LOADCELL_BUS_CREDS'];
  const nkeyFile = flags.get('bus-nkey')?.at(-1);
  const tlsCaFile = flags.get('bus-tls-ca')?.at(-1);
  const tlsCertFile = flags.get('bus-tls-cert')?.at(-1);
  const tlsKeyFile = flags.get('bus-tls-key')?.at(-1);
  checkUrl({ url, from });
  checkPair(flags, 'bus-tls-cert', 'bus-tls-key');
  checkPair(flags, 'bus-tls-key', 'bus-tls-cert');
  return {
    url,
    ...(credsFile === undefined || credsFile === '' ? {} : { credsFile }),
    ...(nkeyFile === undefined ? {} : { nkeyFile }),
    ...(tlsCaFile === undefined ? {} : { tlsCaFile }),
    ...(tlsCertFile === undefined ? {} : { tlsCertFile }),
    ...(tlsKeyFile === undefined ? {} : { tlsKeyFile }),
  };
}

function checkUrl({ url, from }: WrittenUrl): void {
  try {
    parseBusAddress(url);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(`invalid URL in ${from}: expected nats://NAME:PORT or tls://NAME:PORT`, {
      help: `set ${from} to the URL that loadcell fleet up prints, such as nats://10.0.0.1:4222`,
    });
  }
}

/** A certificate is of no use without its key. */
function checkPair(flags: Flags, flag: string, other: string): void {
  if (!flags.has(flag) || flags.has(other)) return;
  throw new UsageError(needs(`--${flag}`, `--${other}`), {
    help: `pass --${other} with the file that belongs to it`,
  });
}
