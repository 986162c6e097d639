import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RunResultsSchema } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { startReceiver, type Received } from '../../packages/core/test/telemetry/otlp-receiver.ts';
import {
  eventsSoFar,
  latestRun,
  QUICK,
  temporaryFolder,
  writeConfig,
} from './support/run-folder.ts';
import { runLoadcell, startLoadcell } from './support/run-loadcell.ts';
import { waitUntil } from './support/wait-until.ts';

/** Exit codes of a completed run: passed, or unreliable because the machine was busy. */
const MEASURED = [0, 4];

/** The p95 latency of a phase, as received. */
function receivedP95(received: Received | undefined, phase: string): number | undefined {
  return received?.points.find(
    ({ name, attributes }) =>
      name === 'loadcell.response_latency' &&
      attributes['loadcell.phase'] === phase &&
      attributes['loadcell.aggregate'] === 'p95',
  )?.value;
}

/** The same value in results.json, seconds. */
function writtenP95(cwd: string, phase: string): number {
  const text = readFileSync(path.join(latestRun(cwd), 'results.json'), 'utf8');
  const results = RunResultsSchema.parse(JSON.parse(text));
  const found = results.phases.find(({ name }) => name === phase);
  const [stage] = found?.stages ?? [];
  return (stage?.measurements['responseLatency']?.p95 ?? Number.NaN) / 1000;
}

describe('loadcell with a collector', () => {
  it('sends live figures during a run, and the numbers of results.json at its end', async () => {
    const cwd = temporaryFolder();
    const { url, received } = await startReceiver();
    writeConfig(cwd, {
      ...QUICK,
      phase: 'baseline',
      telemetry: { otlp: { url, interval: '1s' } },
    });
    const { code } = await runLoadcell(['run', '--quiet'], { cwd });
    expect(MEASURED).toContain(code);
    const live = received.slice(0, -1);
    expect(live.length).toBeGreaterThan(0);
    expect(live.every(({ points }) => points.every(({ name }) => name.includes('.live.')))).toBe(
      true,
    );
    expect(receivedP95(received.at(-1), 'baseline')).toBe(writtenP95(cwd, 'baseline'));

    const before = received.length;
    const again = await runLoadcell(['report', 'loadcell-results/latest', '--otlp', url], { cwd });
    expect(again.code).toBe(code);
    expect(received).toHaveLength(before + 1);
    expect(receivedP95(received.at(-1), 'baseline')).toBe(writtenP95(cwd, 'baseline'));

    const text = await runLoadcell(
      ['report', 'loadcell-results/latest', '--format', 'prometheus'],
      { cwd },
    );
    const line = text.stdout
      .split('\n')
      .find((one) => /^loadcell_response_latency_seconds\{.*aggregate="p95"/.test(one));
    expect(Number(line?.split(' ').at(-1))).toBe(writtenP95(cwd, 'baseline'));
  });

  it('is unaffected when the collector is unreachable, and reports it once', async () => {
    const cwd = temporaryFolder();
    const args = ['record', '--quiet', '--otlp', 'http://127.0.0.1:9', '--', 'sleep', '0.3'];
    const { code, stderr } = await runLoadcell(args, { cwd });
    expect(code).toBe(0);
    expect(stderr.match(/OTLP:/g)).toHaveLength(1);
    expect(stderr).toMatch(/OTLP: \d of \d exports to http:\/\/127\.0\.0\.1:9 failed \(.*REFUSED/);
  });

  it('starts nothing with an invalid address', async () => {
    const cwd = temporaryFolder();
    const { code, stderr } = await runLoadcell(['run', '--otlp', 'localhost:4318'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('invalid OTLP URL "localhost:4318"');
    expect(eventsSoFar(cwd)).toEqual([]);
    // Nor is any run read or printed.
    const report = await runLoadcell(['report', 'no-such-run', '--otlp', 'nowhere'], { cwd });
    expect(report).toMatchObject({ code: 2, stdout: '' });
    expect(report.stderr).toContain('invalid OTLP URL "nowhere"');
  });
});

describe('loadcell with Prometheus', () => {
  it.each([
    ['', []],
    [', even with --quiet', ['--quiet']],
  ])('can be scraped on the loopback interface during a recording%s', async (_case, flags) => {
    const cwd = temporaryFolder();
    const args = ['record', ...flags, '--prometheus-port', '0', '--', 'sleep', '60'];
    const { child, finished } = startLoadcell(args, { cwd });
    let printed = '';
    child.stderr?.on('data', (text: string) => (printed += text));
    const url = await waitUntil(
      'the address of the metrics',
      () => /Prometheus: (http:\/\/127\.0\.0\.1:\d+\/metrics)/.exec(printed)?.[1],
    );
    await expect
      .poll(async () => (await fetch(url)).text(), { timeout: 30_000 })
      .toMatch(/^loadcell_live_memory_resident_bytes\{phase="record"\} [1-9]\d+$/m);
    child.kill('SIGINT');
    expect((await finished).code).toBe(130);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});
