import { ConfigError, parseBusAddress, type BusOptions } from '@loadcell/core';
import { UsageError } from '../usage-error.ts';
import { BUS_VARIABLE } from './bus-flags.ts';
import { needs } from './refusals.ts';
import type { Flags } from './flag-row.ts';

/** How to reach a bus, but for what the command sets. */
export type BusCredentials = Omit<BusOptions, 'clientName' | 'maxDisconnectedMs' | 'signal'>;

/** Variables, such as `process.env`. */
type Environment = Readonly<Record<string, string | undefined>>;

/** Where the URL of a bus was written. */
interface WrittenUrl {
  readonly url: string;
  /** Flag or variable, such as `--bus`. */
  readonly from: string;
}

/**
 * The bus that a flag names, with the credentials of the flags, else of the environment. Its URL is that of LOADCELL_BUS where
 * the flag is absent, or holds the name of this variable.
 * @param flag without dashes, such as `bus`
 * @throws {UsageError} without a URL, or when it is none of a bus, without repeating it: it may hold a password
 */
export function busOf(
  flag: string,
  flags: Flags,
  environment: Environment = process.env,
): BusCredentials {
  const { url, from } = urlOf(flag, flags, environment);
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

function urlOf(flag: string, flags: Flags, environment: Environment): WrittenUrl {
  const typed = flags.get(flag)?.at(-1) ?? BUS_VARIABLE;
  if (typed !== BUS_VARIABLE) return { url: typed, from: `--${flag}` };
  const url = environment[BUS_VARIABLE] ?? '';
  if (url !== '') return { url, from: BUS_VARIABLE };
  const isTyped = flags.has(flag);
  throw new UsageError(
    isTyped
      ? needs(`--${flag} ${BUS_VARIABLE}`, `the variable ${BUS_VARIABLE}`)
      : needs('the bus', `--${flag} or the variable ${BUS_VARIABLE}`),
    { help: `set ${BUS_VARIABLE}, or pass --${flag} with the URL, such as nats://10.0.0.1:4222` },
  );
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
