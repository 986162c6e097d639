import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../../../spec/error/errors.ts';

/**
 * Reads certificates to trust.
 * @param paths of PEM files, absolute or relative to the working directory
 * @returns their texts
 * @throws {ConfigError} when one cannot be read, or holds no certificate
 */
export async function readCertificates(paths: readonly string[]): Promise<string[]> {
  return await Promise.all(paths.map(readCertificate));
}

async function readCertificate(path: string): Promise<string> {
  try {
    const text = await readFile(path, 'utf8');
    parseCertificate(text);
    return text;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      `The certificate ${path} cannot be used: ${reason}. Expected a PEM file with the certificate of an authority.`,
      { cause: error },
    );
  }
}

/** Throws on what is no certificate, long before a connection would fail with less to say. */
function parseCertificate(text: string): X509Certificate {
  return new X509Certificate(text);
}
