import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { eventsSoFar, latestRun, readRunJson } from '../support/run-folder.ts';
import { MODEL_SERVER, processesWith, serverOutput, startedRun } from '../support/started-run.ts';

/** A metric in results.json. */
interface Measured {
  readonly max: number | null;
  readonly count: number;
}

function measurementsOf(cwd: string): Readonly<Record<string, Measured>> {
  const results: { phases: { measurements: Record<string, Measured> }[] } = JSON.parse(
    JSON.stringify(readRunJson(cwd, 'results')),
  );
  return results.phases[0]?.measurements ?? {};
}

function maxOf(cwd: string, metric: string): number {
  return measurementsOf(cwd)[metric]?.max ?? Number.NaN;
}

describe('a server that Loadcell starts', () => {
  it('is measured from its first instruction to its end, and its startup is reported', async () => {
    const mark = randomUUID();
    const command = [...MODEL_SERVER, '--port', '{port}', '--loading', '0.3', '--hold-mib', '40'];
    const run = await startedRun(command, {
      target: { env: { LOADCELL_TEST_TREE: mark, GREETING: 'the test' } },
      flags: ['--format', 'terminal,json,html'],
    });
    expect(run.code, run.stderr).toBe(EXIT_CODES.pass);
    const listening = maxOf(run.cwd, 'startupTimeToListening');
    const healthy = maxOf(run.cwd, 'startupTimeToHealthy');
    const answered = maxOf(run.cwd, 'startupTimeToFirstToken');
    expect(listening).toBeGreaterThan(0);
    // Health cannot precede the end of loading, however late Loadcell finds the port.
    expect(healthy).toBeGreaterThan(Math.max(listening, 300));
    expect(answered).toBeGreaterThan(healthy);
    expect(maxOf(run.cwd, 'startupMemoryAtFirstToken')).toBeGreaterThan(40 * 2 ** 20);
    expect(maxOf(run.cwd, 'startupPeakMemory')).toBeGreaterThanOrEqual(
      maxOf(run.cwd, 'startupMemoryAtFirstToken'),
    );
    expect(serverOutput(run.cwd)).toContain('loading tiny for the test');
    expect(readFileSync(path.join(latestRun(run.cwd), 'report.html'), 'utf8')).toContain(
      'startups',
    );
    expect(run.stdout).toMatch(/; first token [\d.]+ m?s after the start$/m);
    expect(readRunJson(run.cwd, 'run')).toMatchObject({
      environment: { models: ['tiny'] },
      server: { settings: { '--port': '{port}', '--loading': '0.3' } },
    });
    // The first sample shows a command that has done nothing yet.
    const { min } = Object(measurementsOf(run.cwd)['memoryUsage']);
    expect(min).toBeLessThan(2 ** 20);
    expect(processesWith('LOADCELL_TEST_TREE', mark)).toEqual([]);
    expect(eventsSoFar(run.cwd).map(({ kind }) => kind)).toContain('target-exited');
  });

  it('is found at any port it chooses, among ports that never respond', async () => {
    const run = await startedRun([...MODEL_SERVER, '--mute-port']);
    expect(run.code, run.stderr).toBe(EXIT_CODES.pass);
  });

  it('keeps secrets of its command and output out of every file', async () => {
    const secret = 'sk-0123456789abcdef';
    const run = await startedRun([...MODEL_SERVER, `--api-key=${secret}`]);
    expect(run.code, run.stderr).toBe(EXIT_CODES.pass);
    expect(serverOutput(run.cwd)).toContain('with key [redacted]');
    for (const file of ['run.json', 'events.jsonl', 'results.json', 'server-load.log']) {
      expect(readFileSync(path.join(latestRun(run.cwd), file), 'utf8'), file).not.toContain(secret);
    }
  });

  it('is ready when the configured path returns 200', async () => {
    const run = await startedRun([...MODEL_SERVER, '--loading', '0.2'], {
      target: { ready: { path: '/v1/models' } },
    });
    expect(run.code, run.stderr).toBe(EXIT_CODES.pass);
    expect(maxOf(run.cwd, 'startupTimeToHealthy')).toBeGreaterThan(200);
  });

  it('runs concurrently with another one', async () => {
    const command = [...MODEL_SERVER, '--port', '{port}'];
    const runs = await Promise.all([startedRun(command), startedRun(command)]);
    expect(runs.map(({ code }) => code)).toEqual([EXIT_CODES.pass, EXIT_CODES.pass]);
  });
});
