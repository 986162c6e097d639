import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  ResourceError,
  TestError,
  TestReportSchema,
  TestResultsSchema,
  RUN_FILES,
} from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { childrenOf, isRunning, runningProcesses } from './support/processes.ts';
import {
  ENDLESS,
  QUICK,
  eventsSoFar,
  latestRun,
  readRunJson,
  temporaryFolder,
  writeConfig,
} from './support/run-folder.ts';
import { runLoadcell, startLoadcell, type RunningCommand } from './support/run-loadcell.ts';
import { waitUntil } from './support/wait-until.ts';

/** Waits until the engine measures requests. @returns the PID of the engine */
async function engineAtWork(cwd: string, run: RunningCommand): Promise<number> {
  await waitUntil('the baseline measures', () =>
    eventsSoFar(cwd).find(({ kind, stage }) => kind === 'stage-began' && stage === 'sequential'),
  );
  const [engine, ...others] = childrenOf(run.pid);
  if (engine === undefined || others.length > 0) throw new Error('Expected one child: the engine.');
  return engine;
}

function readResults(cwd: string) {
  return TestResultsSchema.parse(readRunJson(cwd, 'results'));
}

function errorsOf(cwd: string): Error[] {
  return readResults(cwd).phases.flatMap(({ errors = [] }) => errors);
}

function startEndless(): { cwd: string; run: RunningCommand } {
  const cwd = temporaryFolder();
  writeConfig(cwd, ENDLESS);
  return { cwd, run: startLoadcell(['run'], { cwd }) };
}

describe('a run over its memory limit', () => {
  it('stops the engine, reports limit and actual value, saves partial results and exits with 3', async () => {
    const cwd = temporaryFolder();
    writeConfig(cwd, QUICK);
    const { code } = await runLoadcell(['run', '--max-memory', '1MiB'], { cwd });
    expect(code).toBe(3);
    const error = errorsOf(cwd).find((one) => one instanceof ResourceError);
    expect(error).toMatchObject({ resource: 'memory', limit: 2 ** 20 });
    expect(error instanceof ResourceError && error.actual).toBeGreaterThan(2 ** 20);
    expect(readResults(cwd).summary.overallSuccess).toBe(false);
  });
});

describe('a run over its timeout', () => {
  it('exits with 3 and a TestError that names the phase', async () => {
    const cwd = temporaryFolder();
    writeConfig(cwd, ENDLESS);
    // Enough time for the check before the phases, even on a busy machine.
    const { code } = await runLoadcell(['run', '--timeout', '15s'], { cwd });
    expect(code).toBe(3);
    const error = errorsOf(cwd).find((one) => one instanceof TestError);
    expect(error).toMatchObject({ phase: 'baseline', threshold: 15_000 });
  });
});

describe('an engine that is killed in the middle of a phase', () => {
  it('fails that phase with the time of death, runs the later ones and exits with 3', async () => {
    const { cwd, run } = startEndless();
    const engine = await engineAtWork(cwd, run);
    const killedAtMs = Date.now();
    process.kill(engine, 'SIGKILL');
    const { code, stdout } = await run.finished;
    const endedAtMs = Date.now();
    expect(code).toBe(3);
    const results = readResults(cwd);
    expect(results.phases.map(({ name, success }) => ({ name, success }))).toEqual([
      { name: 'baseline', success: false },
      { name: 'cross-model', success: true },
      { name: 'load', success: true },
    ]);
    const [, diedAt = ''] =
      / into phase \S+ \((\S+Z)\)/.exec(errorsOf(cwd)[0]?.message ?? '') ?? [];
    // The two processes have separate wall clocks, which agree to within some milliseconds.
    expect(Date.parse(diedAt)).toBeGreaterThan(killedAtMs - 50);
    expect(Date.parse(diedAt)).toBeLessThan(endedAtMs + 50);
    expect(stdout).toContain('SIGKILL');
  });
});

describe('Ctrl-C', () => {
  it('ends the run with 130, no orphan and a readable run directory', async () => {
    const { cwd, run } = startEndless();
    const engine = await engineAtWork(cwd, run);
    // A terminal sends SIGINT to every process of the group.
    process.kill(-run.pid, 'SIGINT');
    const { code, stderr } = await run.finished;
    expect(code, stderr).toBe(130);
    expect(isRunning(engine)).toBe(false);
    expect(runningProcesses().filter(({ group }) => group === run.pid)).toEqual([]);
    const again = await runLoadcell(['report', latestRun(cwd)], { cwd });
    expect(again.code).toBe(130);
    expect(again.stdout).toContain('Incomplete');
    expect(TestReportSchema.parse(readRunJson(cwd, 'report')).summary.status).toBe('fail');
  });

  it('exits immediately when pressed twice, and ends the engine', async () => {
    const { cwd, run } = startEndless();
    const engine = await engineAtWork(cwd, run);
    run.child.kill('SIGINT');
    run.child.kill('SIGINT');
    const { code } = await run.finished;
    expect(code).toBe(130);
    await waitUntil('the engine is gone', () => (isRunning(engine) ? undefined : true));
  });
});

describe('a runner that is killed', () => {
  it('leaves no orphan, and a directory that is reported as incomplete', async () => {
    const { cwd, run } = startEndless();
    const engine = await engineAtWork(cwd, run);
    run.child.kill('SIGKILL');
    await run.finished;
    await waitUntil('the engine is gone', () => (isRunning(engine) ? undefined : true));
    const runDir = path.join(cwd, 'loadcell-results', 'latest');
    const report = await runLoadcell(['report', runDir], { cwd });
    expect(report.stdout).toContain('Incomplete: the run was killed');
    expect(report.code).toBe(4);
    const json = await runLoadcell(['report', runDir, '--json'], { cwd });
    expect(TestReportSchema.parse(JSON.parse(json.stdout)).summary.status).toBe('fail');
    expect(() => readFileSync(path.join(runDir, RUN_FILES.results))).toThrow('ENOENT');
  });
});
