import { ConfigError } from '../../../spec/error/errors.ts';
import { checkHeader } from '../../codec/http-request.ts';

/** Headers with their values, and which of those no message may hold. */
export interface HeaderValues {
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** A value with a scheme, as `Bearer TOKEN`: servers repeat the token alone. */
const CREDENTIALS = /^\S+\s+(?<token>\S.*)$/;
/** Values that stand in the configuration may be words of any message, such as `true`; a secret is longer. */
const MIN_LITERAL_CHARACTERS = 8;

/**
 * Takes values of headers from the environment where the configuration says so.
 * @throws {ConfigError} when a variable is not set, or a header cannot be sent
 */
export function readHeaders(
  environment: Readonly<Record<string, string | undefined>>,
  headers: Readonly<Record<string, string | { readonly env: string }>>,
): HeaderValues {
  const secrets: string[] = [];
  const keepSecret = (value: string): void => {
    const token = CREDENTIALS.exec(value)?.groups?.['token'];
    secrets.push(value, ...(token === undefined ? [] : [token]));
  };
  const values = Object.entries(headers).map(([name, value]): readonly [string, string] => {
    if (typeof value === 'string') {
      if (value.length >= MIN_LITERAL_CHARACTERS) keepSecret(value);
      return [name, value];
    }
    const secret = environment[value.env]?.trim() ?? '';
    if (secret === '') {
      throw new ConfigError(
        `The environment variable ${value.env} should hold the value of the header "${name}" and is not set. Set it, or remove the header from target.headers.`,
      );
    }
    keepSecret(secret);
    return [name, secret];
  });
  for (const [name, value] of values) checkHeader(name, value);
  return { values: Object.fromEntries(values), secrets };
}
