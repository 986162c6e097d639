import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../packages/cli/src/exit-codes.ts';
import { ENDLESS, QUICK, eventsSoFar, temporaryFolder, writeConfig } from './support/run-folder.ts';
import { runLoadcell, startLoadcell, startProgram } from './support/run-loadcell.ts';
import { waitUntil } from './support/wait-until.ts';
import { unwrapped } from './support/unwrapped.ts';

/** A folder with a configuration of only the baseline phase. */
function baselineFolder(config: object): string {
  const folder = temporaryFolder();
  writeConfig(folder, { ...QUICK, phase: 'baseline', ...config });
  return folder;
}

describe('the exit code of loadcell', () => {
  it('is 0 when all criteria are met, and --json prints only the report, for jq', async () => {
    const cwd = baselineFolder({});
    const script = `node "$0" run --json | jq -e .summary.status; exit "\${PIPESTATUS[0]}"`;
    const bin = new URL('../../packages/cli/bin/loadcell.js', import.meta.url).pathname;
    const { code, stdout, stderr } = await startProgram('bash', ['-c', script, bin], { cwd })
      .finished;
    expect({ code, stdout }, stderr).toEqual({ code: EXIT_CODES.pass, stdout: '"pass"\n' });
  });

  it('is 1 when a criterion fails, and the report shows by how much', async () => {
    const cwd = baselineFolder({ successCriteria: { maxMemoryUsage: 1000 } });
    const { code, stdout } = await runLoadcell(['run'], { cwd });
    expect(code).toBe(EXIT_CODES.criterionFailed);
    expect(stdout).toMatch(/RSS max [\d.]+ MiB, threshold ≤ 1,?000 B, missed by [\d.]+ MiB$/m);
    expect(stdout).toMatch(/RSS max +[\d.]+ MiB +≤ 1,?000 B +FAIL$/m);
  });

  it('is 2 when the configuration is invalid', async () => {
    const { code } = await runLoadcell(['run', '--phase', 'nonesuch'], { cwd: temporaryFolder() });
    expect(code).toBe(EXIT_CODES.usage);
  });

  it('is 3 when the target fails', async () => {
    const cwd = baselineFolder({ target: { models: ['gone.gguf'] } });
    const { code, stdout, stderr } = await runLoadcell(['run'], { cwd });
    expect(code).toBe(EXIT_CODES.targetFailed);
    expect(stdout + stderr).toContain('gone.gguf');
  });

  it('is 4 when a criterion is inconclusive', async () => {
    const cwd = baselineFolder({
      successCriteria: { p99ResponseTime: 60_000 },
      phases: {
        baseline: { duration: '10ms', minRequests: 4, idle: '100ms', cooldown: '100ms' },
      },
    });
    const { code, stdout } = await runLoadcell(['run'], { cwd });
    expect(unwrapped(stdout)).toContain('about 299 would decide');
    expect(code).toBe(EXIT_CODES.unreliable);
  });

  it('is 130 when it is interrupted', async () => {
    const cwd = temporaryFolder();
    writeConfig(cwd, ENDLESS);
    const run = startLoadcell(['run'], { cwd });
    await waitUntil('the baseline measures', () =>
      eventsSoFar(cwd).find(({ stage }) => stage === 'sequential'),
    );
    run.child.kill('SIGTERM');
    expect((await run.finished).code).toBe(EXIT_CODES.interrupted);
  });
});
