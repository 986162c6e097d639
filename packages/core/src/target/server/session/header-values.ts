import { ConfigError } from '../../../spec/error/errors.ts';
import { checkHeader } from '../../codec/http-request.ts';

/** Headers with their values, and the values that no message may contain. */
export interface HeaderValues {
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** A value with a scheme, such as `Bearer TOKEN`: servers repeat the token without it. */
const CREDENTIALS = /^\S+\s+(?<token>\S.*)$/;
/** Shorter values from the configuration are not masked: they may be ordinary words, such as `true`. */
const MIN_LITERAL_CHARACTERS = 8;

/**
 * Resolves header values that the configuration takes from the environment.
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
        `the environment variable ${value.env} for header "${name}" is not set`,
        { help: `set ${value.env}, or remove the header from target.headers` },
      );
    }
    keepSecret(secret);
    return [name, secret];
  });
  for (const [name, value] of values) checkHeader(name, value);
  return { values: Object.fromEntries(values), secrets };
}
