import { ConfigError } from '../../spec/errors.ts';

/** The variable that holds the key of the server, unless the configuration names another. */
export const DEFAULT_API_KEY_VARIABLE = 'LOADCELL_API_KEY';

const MASK = '[key]';
/** A shorter one would mask ordinary words; no server gives out such keys. */
const MIN_MASKED_CHARACTERS = 4;

/**
 * Reads the key of the server from the environment, the only place where it may stand.
 * @param variable the variable that the configuration names; the default may be unset, a named one may not
 * @throws {ConfigError} when a variable was named and is not set
 */
export function readApiKey(
  environment: Readonly<Record<string, string | undefined>>,
  variable?: string,
): string | undefined {
  const key = environment[variable ?? DEFAULT_API_KEY_VARIABLE]?.trim();
  if (key !== undefined && key !== '') return key;
  if (variable === undefined) return undefined;
  throw new ConfigError(
    `The environment variable ${variable} should hold the key of the server and is not set. Set it, or remove apiKeyEnv from the configuration.`,
  );
}

/** The text without the key: servers repeat keys in their errors. */
export function maskKey(text: string, key: string | undefined): string {
  if (key === undefined || key.length < MIN_MASKED_CHARACTERS) return text;
  return text.replaceAll(key, MASK);
}
