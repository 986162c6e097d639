import { ConfigError } from '../../spec/errors.ts';

/** Headers with their values, and which of those no message may hold. */
export interface HeaderValues {
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/**
 * Takes values of headers from the environment where the configuration says so.
 * @throws {ConfigError} when a variable is not set
 */
export function readHeaders(
  environment: Readonly<Record<string, string | undefined>>,
  headers: Readonly<Record<string, string | { readonly env: string }>>,
): HeaderValues {
  const secrets: string[] = [];
  const values = Object.entries(headers).map(([name, value]): readonly [string, string] => {
    if (typeof value === 'string') return [name, value];
    const secret = environment[value.env]?.trim() ?? '';
    if (secret === '') {
      throw new ConfigError(
        `The environment variable ${value.env} should hold the value of the header "${name}" and is not set. Set it, or remove the header from target.headers.`,
      );
    }
    secrets.push(secret);
    return [name, secret];
  });
  return { values: Object.fromEntries(values), secrets };
}
