import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  isSupportedVersion,
  OPENTELEMETRY_VERSIONS,
} from '../../src/telemetry/import-opentelemetry.ts';

it('supports the versions that the peer dependencies allow', () => {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  const expected = Object.fromEntries(
    Object.entries(OPENTELEMETRY_VERSIONS).map(([name, { major, minor }]) => [
      name,
      major === 0 ? `>=0.${minor}.0 <1` : `^${major}.${minor}.0`,
    ]),
  );
  expect(manifest).toMatchObject({
    peerDependencies: expected,
    peerDependenciesMeta: Object.fromEntries(
      Object.keys(expected).map((name) => [name, { optional: true }]),
    ),
  });
});

it.each([
  ['@opentelemetry/core', '2.0.0', true],
  ['@opentelemetry/core', '1.30.1', false],
  ['@opentelemetry/core', '3.0.0', false],
  ['@opentelemetry/exporter-metrics-otlp-http', '0.223.0', true],
  ['@opentelemetry/exporter-metrics-otlp-http', '0.57.2', false],
  ['@opentelemetry/exporter-metrics-otlp-http', '1.0.0', false],
] as const)('judges %s %s: %s', (name, version, isSupported) => {
  expect(isSupportedVersion(name, version)).toBe(isSupported);
});
