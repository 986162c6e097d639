import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../../../spec/error/errors.ts';

/**
 * Reads trusted certificates.
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
    throw new ConfigError(`invalid certificate "${path}": ${reason}`, {
      help: 'set target.caCertificates to PEM files with CA certificates',
      cause: error,
    });
  }
}

/** Throws on an invalid certificate: a connection would fail later, with a vaguer error. */
function parseCertificate(text: string): X509Certificate {
  return new X509Certificate(text);
}
