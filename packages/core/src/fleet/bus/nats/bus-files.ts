import { readFile } from 'node:fs/promises';
import { ConfigError } from '../../../spec/error/errors.ts';
import type { BusOptions } from '../bus.ts';

/** Certificates and the key of a connection with TLS, in PEM. */
export interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/**
 * Reads the files of a connection with TLS, also where the bus has none: a wrong path is found before the bus is joined.
 * @throws {ConfigError} naming the flag and the file
 */
export async function readTlsFiles({
  tlsCaFile,
  tlsCertFile,
  tlsKeyFile,
}: Pick<BusOptions, 'tlsCaFile' | 'tlsCertFile' | 'tlsKeyFile'>): Promise<TlsFiles> {
  const ca = await readPem('--bus-tls-ca', tlsCaFile, 'CERTIFICATE');
  const cert = await readPem('--bus-tls-cert', tlsCertFile, 'CERTIFICATE');
  const key = await readPem('--bus-tls-key', tlsKeyFile, 'PRIVATE KEY');
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

/** @throws {ConfigError} naming the flag and the file */
export async function readSecret(flag: string, path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${flag}: cannot read the file: ${reason}`, {
      help: 'check the path and its permissions',
      cause: error,
    });
  }
}

async function readPem(
  flag: string,
  path: string | undefined,
  what: 'CERTIFICATE' | 'PRIVATE KEY',
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const text = new TextDecoder().decode(await readSecret(flag, path));
  if (text.includes(`${what}-----`)) return text;
  throw new ConfigError(`${flag}: the file "${path}" holds no ${what.toLowerCase()}`, {
    help: 'pass a file in PEM format',
  });
}
