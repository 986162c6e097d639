import { ConfigError } from '../spec/error/errors.ts';

/** Destination of metrics sent by OTLP over HTTP. */
export interface OtlpOptions {
  /** URL of a collector, such as `http://127.0.0.1:4318`; `/v1/metrics` is added if it has no path. */
  readonly url: string;
  /** Headers by name, each with the environment variable that holds its value. */
  readonly headersEnv?: Readonly<Record<string, string>>;
  /** Interval of the live figures, milliseconds; at least 1,000. */
  readonly intervalMs?: number;
}

const DEFAULT_PATH = '/v1/metrics';

/**
 * The URL that metrics are posted to.
 * @throws {ConfigError} for a URL that is not http, or may contain a secret: URLs are printed
 */
export function otlpEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new ConfigError(
      `invalid OTLP URL "${text}": expected an http or https URL, such as http://127.0.0.1:4318`,
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '') {
    throw new ConfigError(
      'the OTLP URL contains a user name, a password or a query, and URLs are printed',
      {
        help: 'remove it; send a secret in a header, with telemetry.otlp.headersEnv: { HEADER: "VARIABLE" } or OTEL_EXPORTER_OTLP_HEADERS',
      },
    );
  }
  if (url.pathname === '/') url.pathname = DEFAULT_PATH;
  return url.href;
}

/**
 * Reads the configured headers; the exporter itself adds those of `OTEL_EXPORTER_OTLP_HEADERS`.
 * @throws {ConfigError} when a variable is not set
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
        `the environment variable ${variable} of the OTLP header ${name} is not set`,
        { help: 'set it, or remove it from telemetry.otlp.headersEnv' },
      );
    }),
  );
}
