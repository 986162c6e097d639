import { describe, expect, it, onTestFinished } from 'vitest';
import { LiveAggregate } from '../../src/live/live-aggregate.ts';
import { ConfigError } from '../../src/spec/error/errors.ts';
import { liveSeries } from '../../src/telemetry/live-series.ts';
import { startPrometheusServer } from '../../src/telemetry/prometheus-server.ts';
import { openTelemetry } from '../../src/telemetry/telemetry.ts';
import { countedRow, countedSamples } from '../stream/built/arbitrary-rows.ts';
import { complaints, familiesOf, valueOf } from '../report/prometheus/prometheus-families.ts';

async function scrape(url: string): Promise<string> {
  return (await fetch(url)).text();
}

const CLOSED_BEGAN = {
  kind: 'stage-began',
  atNs: 100e9,
  phase: 'load',
  stage: 'closed',
  load: { kind: 'closed', concurrency: 4 },
  warmupRequests: 0,
  seed: 1,
  prompts: 'words',
} as const;

/** A run whose first stage has begun, with a clock that the test sets. */
function beginRun() {
  const clock = { nowNs: 100e9 };
  const live = new LiveAggregate([{ name: 'load', plannedMs: 1000 }], () => clock.nowNs);
  live.event({ kind: 'run-began', atNs: 100e9, epochMs: 1 });
  live.event({ kind: 'phase-began', atNs: 100e9, phase: 'load' });
  live.event(CLOSED_BEGAN);
  return { live, clock };
}

describe('a run that Prometheus scrapes', () => {
  it('reports the figures of each stage at each scrape and ends with the run', async () => {
    const { live, clock } = beginRun();
    const telemetry = await openTelemetry({ prometheus: { port: 0 } }, () =>
      liveSeries(live.figures()),
    );
    const { prometheusUrl = '' } = telemetry;
    expect(new URL(prometheusUrl).hostname).toBe('127.0.0.1');
    const first = familiesOf(await scrape(prometheusUrl));
    expect(
      valueOf(first, 'loadcell_live_memory_resident_bytes', { phase: 'load' }),
    ).toBeUndefined();
    const successful = { phase: 'load', stage: 'closed', outcome: 'successful' };
    expect(valueOf(first, 'loadcell_live_requests_total', successful)).toBe(0);

    live.samples(countedSamples(5, 100e9));
    live.request({
      ...countedRow(1),
      purpose: 'load',
      stage: 'closed',
      outcome: 'ok',
      endNs: 100.5e9,
    });
    clock.nowNs = 102e9;
    const text = await scrape(prometheusUrl);
    const second = familiesOf(text);
    expect(complaints(text)).toEqual([]);
    expect(valueOf(second, 'loadcell_live_memory_resident_bytes', { phase: 'load' })).toBe(
      live.figures().residentBytes,
    );
    expect(valueOf(second, 'loadcell_live_requests_total', successful)).toBe(1);

    live.event({ ...CLOSED_BEGAN, atNs: 102e9, stage: 'closed-2' });
    const turned = familiesOf(await scrape(prometheusUrl));
    expect(valueOf(turned, 'loadcell_live_requests_total', successful)).toBe(1);
    expect(
      valueOf(turned, 'loadcell_live_requests_total', { ...successful, stage: 'closed-2' }),
    ).toBe(0);
    expect(
      valueOf(turned, 'loadcell_live_time_to_first_token_seconds', {
        phase: 'load',
        stage: 'closed-2',
        aggregate: 'p50',
      }),
    ).toBeUndefined();

    live.event({ kind: 'phase-ended', atNs: 103e9, phase: 'load' });
    const third = await scrape(prometheusUrl);
    expect(third).not.toContain('loadcell_live_memory_resident_bytes');
    expect(await telemetry.close()).toBeUndefined();
    await expect(fetch(prometheusUrl)).rejects.toThrow('fetch failed');
  });

  it('serves only its metrics', async () => {
    const server = await startPrometheusServer({ port: 0 }, () => []);
    onTestFinished(() => server.close());
    expect((await fetch(new URL('/', server.url))).status).toBe(404);
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(404);
    const { status, headers } = await fetch(server.url);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  });

  it('reports what to do when the port is in use', async () => {
    const server = await startPrometheusServer({ port: 0 }, () => []);
    onTestFinished(() => server.close());
    const port = Number(new URL(server.url).port);
    const second = startPrometheusServer({ port }, () => []);
    await expect(second).rejects.toThrow(ConfigError);
    await expect(second).rejects.toThrow(/EADDRINUSE.*--prometheus-port/s);
  });

  it('names the address where that cannot be listened on', async () => {
    const elsewhere = startPrometheusServer({ port: 0, host: '192.0.2.1' }, () => []);
    await expect(elsewhere).rejects.toThrow(/EADDRNOTAVAIL.*telemetry\.prometheus\.host/s);
  });
});
