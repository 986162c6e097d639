import { ConfigError } from '../../../spec/error/errors.ts';
import { maskValues } from '../../../spec/redaction/mask-text.ts';
import { checkApiKey, type HttpOrigin } from '../../codec/http-request.ts';
import type { HttpTargetOptions } from '../http-target-options.ts';

/** What is known of the key that a request carried. */
export interface KeySituation {
  /**
   * Where the key of the request came from: the environment variable, a header of `target.headers`, or nowhere, since none
   * was sent.
   */
  readonly sent: 'variable' | 'header' | 'none';
  /** The environment variable that the key is read from: `LOADCELL_API_KEY`, or the one that `target.apiKeyEnv` names. */
  readonly variable: string;
}

/** The variable that holds the key of the server, unless the configuration names another. */
export const DEFAULT_API_KEY_VARIABLE = 'LOADCELL_API_KEY';

/** Names of headers that carry a key. */
const KEY_HEADER = /^(?:authorization|.*(?:api|auth|access)[-_]?(?:key|token))$/i;

/** What no message may hold. */
type Secrets = Pick<HttpOrigin, 'apiKey' | 'secrets'>;

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

/** Where the key that requests carry comes from, for messages. */
export function keySituationOf({
  apiKey,
  apiKeyVariable: variable = DEFAULT_API_KEY_VARIABLE,
  headers = {},
}: Pick<HttpTargetOptions, 'apiKey' | 'apiKeyVariable' | 'headers'>): KeySituation {
  if (apiKey !== undefined) return { sent: 'variable', variable };
  const isInHeader = Object.keys(headers).some((name) => KEY_HEADER.test(name));
  return { sent: isInHeader ? 'header' : 'none', variable };
}

/** The text without the key and the secret headers of requests: servers repeat them in their errors. */
export function maskSecrets(text: string, { apiKey, secrets = [] }: Secrets): string {
  return maskValues(text, [apiKey ?? '', ...secrets]);
}
