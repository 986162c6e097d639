import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RunResultsSchema, startMockServer, type RunResults } from '@loadcell/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { startMeteredServer } from '../support/metered-server.ts';
import { latestRun, readRunJson, temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { unwrapped } from '../support/unwrapped.ts';
import { runLoadcell } from '../support/run-loadcell.ts';

/** Only a load. */
const LOAD = { idle: '50ms', cooldown: '50ms', calibration: false } as const;

type Stage = RunResults['phases'][number]['stages'][number];

interface Ran {
  readonly cwd: string;
  readonly stage: Stage;
  readonly output: string;
}

async function run(url: string, ...flags: readonly string[]): Promise<Ran> {
  const cwd = temporaryFolder();
  writeConfig(cwd, { sampling: { hz: 50 }, phases: { load: LOAD } });
  const args = ['run', '--url', url, ...flags];
  const { code, stdout, stderr } = await runLoadcell(args, { cwd });
  expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
  const [stage] = RunResultsSchema.parse(readRunJson(cwd, 'results')).phases[0]?.stages ?? [];
  if (stage === undefined) throw new Error('The run has no stage.');
  return { cwd, stage, output: stdout };
}

describe('requests canceled on purpose', () => {
  it('are cut at the server, counted separately, and the same in a run with the same seed', async () => {
    // Half a second to the end of a response: none ends before its cut.
    const mock = startMockServer({
      timeToFirstTokenMs: 20,
      interTokenLatencyMs: 45,
      outputTokens: 12,
    });
    onTestFinished(() => mock.stop());
    const flags = ['--concurrency', '8', '--requests', '40', '--output-tokens', '12'];
    const cancel = ['--cancel', '25%', '--cancel-after', '100ms'];
    const first = await run(mock.url, ...flags, ...cancel);
    const { due, successful, failed, cancelled, abandoned } = first.stage.requests;
    expect(abandoned).toBeGreaterThan(0);
    expect({ due, successful, failed, cancelled }).toEqual({
      due: 40 - abandoned,
      successful: 40 - abandoned,
      failed: 0,
      cancelled: 0,
    });
    expect(first.stage).toMatchObject({ cancel: { share: 0.25, afterMs: 100 }, success: true });
    expect(first.stage.measurements['errorRate']?.avg).toBe(0);
    expect(first.stage.measurements['responseLatency']?.count).toBe(40 - abandoned);
    expect(unwrapped(first.output)).toContain(
      `canceled on purpose: ${abandoned} of 40 after 100 ms`,
    );
    expect(first.output).not.toContain('handshakes');
    const again = await run(mock.url, ...flags, ...cancel);
    expect(again.stage.requests.abandoned).toBe(abandoned);
    const plain = await run(mock.url, ...flags);
    expect(mock.account().abandoned).toBe(2 * abandoned);
    await runLoadcell(['export', latestRun(first.cwd), '--format', 'csv', '-o', '.'], {
      cwd: first.cwd,
    });
    const rows = readFileSync(path.join(first.cwd, 'requests.csv'), 'utf8').split('\n');
    expect(rows.filter((line) => line.includes('abandoned'))).toHaveLength(abandoned);
    const comparison = await runLoadcell(['compare', latestRun(first.cwd), latestRun(plain.cwd)], {
      cwd: first.cwd,
    });
    expect(comparison.stdout + comparison.stderr).toContain('cancel');
  });

  const flags = ['--concurrency', '4', '--duration', '6s', '--output-tokens', '80'];
  const cancel = ['--cancel', '50%', '--cancel-after', '150ms'];

  it('leave nothing running on a server that stops when its client disconnects', async () => {
    const url = await startMeteredServer({ keepsGoing: false });
    const { stage, output } = await run(url, ...flags, ...cancel);
    const { generated = NaN, possible = NaN } = stage.cutEffect?.orphanedTokens ?? {};
    expect(generated / possible).toBeLessThan(0.25);
    expect(stage.cutEffect?.runningAfterDrain).toBe(0);
    expect(output).not.toContain('keeps generating for abandoned requests');
    expect(output).not.toContain('not of this run');
  });

  it('are reported when the server continues them', async () => {
    const url = await startMeteredServer({ keepsGoing: true });
    const { stage, output } = await run(url, ...flags, ...cancel);
    const { generated = NaN, possible = NaN } = stage.cutEffect?.orphanedTokens ?? {};
    expect(generated / possible).toBeGreaterThan(0.5);
    expect(stage.measurements['serverOrphanedRequests']?.avg).toBeGreaterThan(0.5);
    expect(output).toContain('keeps generating for abandoned requests');
    expect(output).not.toContain('not of this run');
  });
});
