import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { AGGREGATES } from '../../src/metric/metric.ts';
import { METRICS } from '../../src/metric/registry.ts';
import { snakeCase, type Series } from '../../src/report/prometheus/series.ts';
import { ConfigError } from '../../src/spec/error/errors.ts';
import { importOpenTelemetry } from '../../src/telemetry/import-opentelemetry.ts';
import { otlpEndpoint, readHeaders } from '../../src/telemetry/otlp-endpoint.ts';
import { openOtlpPush } from '../../src/telemetry/otlp-push.ts';
import { sendSummary } from '../../src/telemetry/telemetry.ts';
import { PATIENCE_MS } from '../patience.ts';
import { concluded } from '../report/concluded.ts';
import { measuredOf } from '../report/prometheus/measured-of.ts';
import { builtBaseline, builtLoad } from '../stream/built/built-phases.ts';
import { runOf } from '../stream/built/phase-builder.ts';
import { startReceiver } from './otlp-receiver.ts';

const phases = [builtBaseline().build(5900), builtLoad().build(5500)];
const run = { ...concluded(phases), streams: runOf(phases) };

function series(kind: Series['kind'], value: number): Series {
  const points = Number.isNaN(value) ? [] : [{ attributes: { phase: 'load' }, value }];
  return { name: `loadcell.${kind}`, kind, unit: 'By', description: 'One.', points };
}

describe('a pushed summary', () => {
  it('arrives with the numbers of the results, and without unmeasured values', async () => {
    const { url, received } = await startReceiver();
    expect(await sendSummary(run, { url })).toEqual({ sent: 1, failed: 0, firstFailure: '' });
    expect(received).toHaveLength(1);
    const [{ path, service, points } = { path: '', service: '', points: [] }] = received;
    expect(path).toBe('/v1/metrics');
    expect(service).toBe('loadcell');
    let present = 0;
    for (const { phase, stage, measurements } of measuredOf(run)) {
      for (const metric of METRICS) {
        for (const aggregate of AGGREGATES) {
          const exact = measurements[metric.name]?.[aggregate] ?? Number.NaN;
          const found = points.find(
            ({ name, attributes }) =>
              name === `loadcell.${snakeCase(metric.name)}` &&
              attributes['loadcell.phase'] === phase &&
              attributes['loadcell.stage'] === stage &&
              attributes['loadcell.aggregate'] === aggregate,
          );
          const expected = metric.unit === 'ms' ? exact / 1000 : exact;
          expect([metric.name, phase, stage, aggregate, found?.value]).toEqual([
            metric.name,
            phase,
            stage,
            aggregate,
            Number.isFinite(exact) ? expected : undefined,
          ]);
          if (found !== undefined) present += 1;
        }
      }
    }
    expect(present).toBeGreaterThan(100);
    const latency = points.find(({ name }) => name === 'loadcell.response_latency');
    expect(latency?.unit).toBe('s');
  });

  it('does not fail without a collector, and counts the failure with its reason', async () => {
    const refusing = await startReceiver(400);
    const refused = await sendSummary(run, { url: refusing.url });
    expect(refused).toMatchObject({ sent: 1, failed: 1 });
    expect(refused.firstFailure).not.toBe('');
    // Nothing listens on this port: it belongs to the discard service, which test machines do not run.
    const absent = await sendSummary(run, { url: 'http://127.0.0.1:9', intervalMs: 1000 });
    expect(absent).toMatchObject({ sent: 1, failed: 1 });
  });
});

describe('figures pushed at an interval', () => {
  it('are sent with their current values, and no longer once unknown', async () => {
    const { url, received } = await startReceiver();
    let bytes = 5;
    const push = openOtlpPush(await importOpenTelemetry(), { url, intervalMs: 50 }, () => [
      series('gauge', bytes),
      series('counter', 3),
    ]);
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(0), PATIENCE_MS);
    bytes = Number.NaN;
    const account = await push.close();
    expect(account.failed).toBe(0);
    expect(received[0]?.points).toContainEqual({
      name: 'loadcell.gauge',
      unit: 'By',
      kind: 'gauge',
      attributes: { 'loadcell.phase': 'load' },
      value: 5,
    });
    expect(received.at(-1)?.points).toEqual([
      expect.objectContaining({ name: 'loadcell.counter', kind: 'sum', value: 3 }),
    ]);
  });

  it('are sent with headers whose values are in the environment', async () => {
    vi.stubEnv('LOADCELL_TEST_TOKEN', 'Bearer abc');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const { url, received } = await startReceiver();
    const options = { url, headersEnv: { Authorization: 'LOADCELL_TEST_TOKEN' } };
    await openOtlpPush(await importOpenTelemetry(), options, () => [series('gauge', 1)]).close();
    expect(received[0]?.headers.authorization).toBe('Bearer abc');
  });
});

describe('the URL of a collector', () => {
  it('gets the metrics path if it has none', () => {
    expect(otlpEndpoint('http://127.0.0.1:4318')).toBe('http://127.0.0.1:4318/v1/metrics');
    expect(otlpEndpoint('https://otlp.example/a/b')).toBe('https://otlp.example/a/b');
  });

  it.each([
    '',
    '127.0.0.1:4318',
    'ftp://127.0.0.1',
    'http://me:secret@127.0.0.1:4318',
    'http://127.0.0.1:4318/v1/metrics?api-key=secret',
  ])('is rejected when it is invalid or may contain a secret: %s', (text) => {
    expect(() => otlpEndpoint(text)).toThrow(ConfigError);
    expect(() => otlpEndpoint(text)).not.toThrow(/secret[@"]|=secret/);
  });

  it('requires every variable that its headers name', () => {
    expect(readHeaders({ a: 'A' }, { A: ' 1 ' })).toEqual({ a: '1' });
    expect(() => readHeaders({ a: 'A' }, {})).toThrow(/variable A .* is not set/s);
  });
});
