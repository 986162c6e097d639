import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../../../spec/error/errors.ts';
import { systemErrorCode } from '../../../spec/error/system-error.ts';

const HELP = 'set target.caCertificates to PEM files with CA certificates';

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
  const text = await readPem(path);
  try {
    parseCertificate(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`invalid certificate "${path}" in target.caCertificates: ${reason}`, {
      help: HELP,
      cause: error,
    });
  }
  return text;
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = systemErrorCode(error) ?? String(error);
    throw new ConfigError(`cannot read "${path}" in target.caCertificates: ${reason}`, {
      help: HELP,
      cause: error,
    });
  }
}

/** Throws on an invalid certificate: a connection would fail later, with a vaguer error. */
function parseCertificate(text: string): X509Certificate {
  return new X509Certificate(text);
}
