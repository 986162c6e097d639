import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Core from '@opentelemetry/core';
import type * as Exporter from '@opentelemetry/exporter-metrics-otlp-http';
import type * as Resources from '@opentelemetry/resources';
import type * as Metrics from '@opentelemetry/sdk-metrics';
import { ConfigError } from '../spec/error/errors.ts';
import { isSystemError } from '../spec/error/system-error.ts';

/** The packages of OpenTelemetry, optional peer dependencies that only OTLP loads. */
export interface OpenTelemetry {
  readonly core: typeof Core;
  readonly exporter: typeof Exporter;
  readonly metrics: typeof Metrics;
  readonly resources: typeof Resources;
}

/** Supported versions by package: `major`, from `minor` on. The peer dependencies state the same. */
export const OPENTELEMETRY_VERSIONS = {
  '@opentelemetry/core': { major: 2, minor: 0 },
  '@opentelemetry/exporter-metrics-otlp-http': { major: 0, minor: 200 },
  '@opentelemetry/resources': { major: 2, minor: 0 },
  '@opentelemetry/sdk-metrics': { major: 2, minor: 0 },
} as const;

type PackageName = keyof typeof OPENTELEMETRY_VERSIONS;

const PACKAGE_NAMES = [
  '@opentelemetry/core',
  '@opentelemetry/exporter-metrics-otlp-http',
  '@opentelemetry/resources',
  '@opentelemetry/sdk-metrics',
] as const satisfies readonly PackageName[];

const INSTALL = `run npm install ${PACKAGE_NAMES.join(' ')}`;

/** Whether a version is supported. @param version such as `2.12.0` */
export function isSupportedVersion(name: PackageName, version: string): boolean {
  const { major, minor } = OPENTELEMETRY_VERSIONS[name];
  const [actualMajor = Number.NaN, actualMinor = Number.NaN] = version.split('.').map(Number);
  return actualMajor === major && actualMinor >= minor;
}

function isNotInstalled(error: unknown, name: PackageName): boolean {
  return (
    isSystemError(error) &&
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    error.message.includes(`'${name}'`)
  );
}

function missing(name: PackageName, cause: unknown): ConfigError {
  return new ConfigError(`OTLP needs the package ${name}, which is not installed`, {
    help: INSTALL,
    cause,
  });
}

/** The version in a manifest; undefined if it cannot be read, as in a bundle. */
function versionOf(name: PackageName, base: string): string | undefined {
  try {
    const manifest: unknown = createRequire(base)(`${name}/package.json`);
    const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
    return hasVersion ? String(manifest.version) : undefined;
  } catch {
    return undefined;
  }
}

function requireSupported(name: PackageName, base: string): void {
  const version = versionOf(name, base);
  if (version === undefined || isSupportedVersion(name, version)) return;
  const { major, minor } = OPENTELEMETRY_VERSIONS[name];
  throw new ConfigError(
    `OTLP needs ${name} ${major}.${minor} or a later ${major}.x, but ${version} is installed`,
    { help: `run npm install ${PACKAGE_NAMES.map((one) => `${one}@latest`).join(' ')}` },
  );
}

/**
 * Loads a package from the working directory, when it is not installed with Loadcell.
 * @param error why the import by name failed
 */
async function importElsewhere<Module>(name: PackageName, error: unknown): Promise<Module> {
  if (!isNotInstalled(error, name)) throw error;
  const base = join(process.cwd(), 'package.json');
  let path: string;
  try {
    path = createRequire(base).resolve(name);
  } catch (cause) {
    throw missing(name, cause);
  }
  requireSupported(name, base);
  return import(pathToFileURL(path).href);
}

/** The import of an optional package has its own `catch`, or bundlers would refuse a program without the package. */
async function importAll(): Promise<OpenTelemetry> {
  const [core, exporter, metrics, resources] = await Promise.all([
    import('@opentelemetry/core').catch((error: unknown) =>
      importElsewhere<typeof Core>('@opentelemetry/core', error),
    ),
    import('@opentelemetry/exporter-metrics-otlp-http').catch((error: unknown) =>
      importElsewhere<typeof Exporter>('@opentelemetry/exporter-metrics-otlp-http', error),
    ),
    import('@opentelemetry/sdk-metrics').catch((error: unknown) =>
      importElsewhere<typeof Metrics>('@opentelemetry/sdk-metrics', error),
    ),
    import('@opentelemetry/resources').catch((error: unknown) =>
      importElsewhere<typeof Resources>('@opentelemetry/resources', error),
    ),
  ]);
  return { core, exporter, metrics, resources };
}

/**
 * Imports OpenTelemetry as installed with Loadcell, or else from the working directory, where `npm install` puts it when
 * Loadcell itself is installed elsewhere.
 * @throws {ConfigError} for a package that is not installed, or whose version is not supported
 */
export async function importOpenTelemetry(): Promise<OpenTelemetry> {
  for (const name of PACKAGE_NAMES) requireSupported(name, import.meta.url);
  return importAll();
}
