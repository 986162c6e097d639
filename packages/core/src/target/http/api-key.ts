import { ConfigError } from '../../spec/errors.ts';
import { checkApiKey, type HttpOrigin } from '../codec/http-request.ts';

/** The variable that holds the key of the server, unless the configuration names another. */
export const DEFAULT_API_KEY_VARIABLE = 'LOADCELL_API_KEY';

/** What no message may hold. */
type Secrets = Pick<HttpOrigin, 'apiKey' | 'secrets'>;

const MASK = '[key]';
/** A shorter one would mask ordinary words; no server gives out such keys. */
const MIN_MASKED_CHARACTERS = 4;

/**
 * Reads the key of the server from the environment, the only place where it may stand.
 * @param variable the variable that the configuration names; the default may be unset, a named one may not
 * @throws {ConfigError} when a variable was named and is not set, or the key cannot be sent
 */
export function readApiKey(
  environment: Readonly<Record<string, string | undefined>>,
  variable?: string,
): string | undefined {
  const key = environment[variable ?? DEFAULT_API_KEY_VARIABLE]?.trim();
  if (key !== undefined && key !== '') {
    checkApiKey(key);
    return key;
  }
  if (variable === undefined) return undefined;
  throw new ConfigError(
    `The environment variable ${variable} should hold the key of the server and is not set. Set it, or remove apiKeyEnv from the configuration.`,
  );
}

/** The text without the key and the secret headers of requests: servers repeat them in their errors. */
export function maskSecrets(text: string, { apiKey, secrets = [] }: Secrets): string {
  return (
    [apiKey ?? '', ...secrets]
      .filter((secret) => secret.length >= MIN_MASKED_CHARACTERS)
      // One that another holds, as a token in a value with its scheme, would leave the rest of that.
      .toSorted((one, other) => other.length - one.length)
      .reduce((masked, secret) => masked.replaceAll(secret, MASK), text)
  );
}
