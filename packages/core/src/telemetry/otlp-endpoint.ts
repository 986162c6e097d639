import { ConfigError } from '../spec/error/errors.ts';

/** Where metrics are sent by OTLP over HTTP. */
export interface OtlpOptions {
  /** Of a collector, such as `http://127.0.0.1:4318`; `/v1/metrics` is added where it names no path. */
  readonly url: string;
  /** Headers by name, each with the environment variable that holds its value. */
  readonly headersEnv?: Readonly<Record<string, string>>;
  /** How often the live figures are sent, milliseconds; at least 1,000. */
  readonly intervalMs?: number;
}

const DEFAULT_PATH = '/v1/metrics';

/**
 * The address that metrics are posted to.
 * @throws {ConfigError} for what is no http address, and for what may be a secret in it: addresses are printed
 */
export function otlpEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new ConfigError(
      `OTLP: "${text}" is no address of a collector; expected one such as http://127.0.0.1:4318.`,
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '') {
    throw new ConfigError(
      'OTLP: the address holds a name, a password or a query, and addresses are printed. Put what is secret into an ' +
        'environment variable and name that in telemetry.otlp.headersEnv, or set OTEL_EXPORTER_OTLP_HEADERS.',
    );
  }
  if (url.pathname === '/') url.pathname = DEFAULT_PATH;
  return url.href;
}

/**
 * The headers that are sent along; those of `OTEL_EXPORTER_OTLP_HEADERS` are added by the exporter itself.
 * @throws {ConfigError} when a variable that was named is not set
 */
export function readHeaders(
  headersEnv: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headersEnv).map(([name, variable]) => {
      const value = environment[variable]?.trim() ?? '';
      if (value !== '') return [name, value];
      throw new ConfigError(
        `The environment variable ${variable} should hold the header ${name} for OTLP and is not set. Set it, or ` +
          'remove it from telemetry.otlp.headersEnv.',
      );
    }),
  );
}
