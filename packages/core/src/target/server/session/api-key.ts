import { ConfigError } from '../../../spec/error/errors.ts';
import { maskValues } from '../../../spec/redaction/mask-text.ts';
import { checkApiKey, type HttpOrigin } from '../../codec/http-request.ts';
import type { HttpTargetOptions } from '../http-target-options.ts';

/** The key that a request carried. */
export interface KeySituation {
  /**
   * Origin of the key: the environment variable, a header of `target.headers`, or none.
   */
  readonly sent: 'variable' | 'header' | 'none';
  /** The environment variable that the key is read from: `LOADCELL_API_KEY`, or the one that `target.apiKeyEnv` names. */
  readonly variable: string;
}

/** The variable that holds the key of the server, unless the configuration names another. */
export const DEFAULT_API_KEY_VARIABLE = 'LOADCELL_API_KEY';

/** Names of headers that carry a key. */
const KEY_HEADER = /^(?:authorization|.*(?:api|auth|access)[-_]?(?:key|token))$/i;

/** Values that no message may contain. */
type Secrets = Pick<HttpOrigin, 'apiKey' | 'secrets'>;

/**
 * Reads the server's key from the environment, the only place for it.
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
  throw new ConfigError(`the environment variable ${variable} (target.apiKeyEnv) is not set`, {
    help: `set ${variable} to the key of the server, or remove target.apiKeyEnv`,
  });
}

/** The origin of the key that requests carry, for messages. */
export function keySituationOf({
  apiKey,
  apiKeyVariable: variable = DEFAULT_API_KEY_VARIABLE,
  headers = {},
}: Pick<HttpTargetOptions, 'apiKey' | 'apiKeyVariable' | 'headers'>): KeySituation {
  if (apiKey !== undefined) return { sent: 'variable', variable };
  const isInHeader = Object.keys(headers).some((name) => KEY_HEADER.test(name));
  return { sent: isInHeader ? 'header' : 'none', variable };
}

/** Masks the key and secret headers of requests, which servers repeat in their errors. */
export function maskSecrets(text: string, { apiKey, secrets = [] }: Secrets): string {
  return maskValues(text, [apiKey ?? '', ...secrets]);
}
