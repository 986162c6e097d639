import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockServer } from '@loadcell/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { runLoadcell, startProgram, type CommandResult } from '../support/run-loadcell.ts';

const rootDir = fileURLToPath(new URL('../../..', import.meta.url));
const example = readFileSync(path.join(rootDir, 'examples/vitest/criteria.test.ts'), 'utf8');

/** A folder with a run of 100 requests, in which a test finds the packages of the checkout. */
async function folderWithRun(): Promise<string> {
  const mock = startMockServer({ timeToFirstTokenMs: 5, interTokenLatencyMs: 1, outputTokens: 4 });
  onTestFinished(() => mock.stop());
  const cwd = temporaryFolder();
  symlinkSync(path.join(rootDir, 'node_modules'), path.join(cwd, 'node_modules'));
  const load = { idle: '50ms', cooldown: '50ms', calibration: false };
  writeConfig(cwd, { phases: { load } });
  const flags = ['--url', mock.url, '--concurrency', '4', '--requests', '100'];
  const { code, stdout, stderr } = await runLoadcell(['run', ...flags], { cwd });
  expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
  return cwd;
}

/** Runs a test file in a folder with vitest of the checkout. */
async function runTest(cwd: string, source: string): Promise<CommandResult> {
  writeFileSync(path.join(cwd, 'criteria.test.ts'), source);
  const vitest = path.join(rootDir, 'node_modules', 'vitest', 'vitest.mjs');
  return await startProgram(process.execPath, [vitest, 'run', '--root', cwd], { cwd }).finished;
}

describe('the example of a test that judges a run', () => {
  it('passes or fails by the run, and fails without await', async () => {
    expect(example).toContain('ttft.p95<=500ms');
    const cwd = await folderWithRun();
    // On a busy machine any latency is possible, but none is 1 ns.
    const lenient = example.replace('500ms', '10min');
    const passed = await runTest(cwd, lenient);
    expect(passed.code, passed.stdout + passed.stderr).toBe(0);
    const missed = await runTest(cwd, example.replace('500ms', '0.000001ms'));
    expect(missed.code).toBe(1);
    expect(missed.stderr).toContain('the run misses a criterion: loadcell-results/latest');
    expect(missed.stderr).toMatch(/load, closed: TTFT p95 .+, threshold ≤ .+, missed by /);
    const unawaited = await runTest(cwd, lenient.replace('await expect', 'void expect'));
    expect(unawaited.code).toBe(1);
    expect(unawaited.stderr).toContain('the test ended before toMeetCriteria');
  });
});
