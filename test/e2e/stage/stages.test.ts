import { existsSync } from 'node:fs';
import path from 'node:path';
import { RunResultsSchema, type RunResults } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../packages/cli/src/exit-codes.ts';
import { eventsSoFar, readRunJson, temporaryFolder, writeConfig } from '../support/run-folder.ts';
import { runLoadcell, startLoadcell } from '../support/run-loadcell.ts';
import { startMock } from '../support/start-mock.ts';
import { waitUntil } from '../support/wait-until.ts';

/** Only a load. */
const LOAD = { idle: '50ms', cooldown: '50ms', calibration: false } as const;

/** Three stages; the second continues until something ends it, unless a test bounds it. */
function threeStages(second: object): string {
  const cwd = temporaryFolder();
  const stages = [
    { kind: 'closed', concurrency: 2, requests: 6 },
    { kind: 'closed', name: 'middle', concurrency: 2, ...second },
    { kind: 'open', rate: { share: 0.5, of: 'middle' }, requests: 6 },
  ];
  writeConfig(cwd, { phase: 'load', sampling: { hz: 50 }, phases: { load: { ...LOAD, stages } } });
  return cwd;
}

function loadOf(cwd: string): RunResults['phases'][number] {
  const [phase] = RunResultsSchema.parse(readRunJson(cwd, 'results')).phases;
  if (phase === undefined) throw new Error('The run has no phase.');
  return phase;
}

async function untilMiddle(cwd: string): Promise<void> {
  await waitUntil('the second stage', () =>
    eventsSoFar(cwd).find(({ kind, stage }) => kind === 'stage-began' && stage === 'middle'),
  );
}

describe('stages of a load', () => {
  it('are measured separately: N requests are N, and the load phase runs alone', async () => {
    const { url } = await startMock();
    const cwd = temporaryFolder();
    writeConfig(cwd, { sampling: { hz: 50 }, phases: { load: LOAD } });
    const flags = ['--concurrency', '1', '--concurrency', '4', '--requests', '12', '--warmup', '4'];
    const { code, stdout, stderr } = await runLoadcell(['run', '--url', url, ...flags], { cwd });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    const { name, stages } = loadOf(cwd);
    expect(name).toBe('load');
    expect(stages).toMatchObject([
      { name: 'closed', load: { kind: 'closed', concurrency: 1, requests: 12 } },
      { name: 'closed-2', load: { kind: 'closed', concurrency: 4, requests: 12 } },
    ]);
    for (const { requests, warmup, measurements } of stages) {
      expect(requests).toMatchObject({ due: 12, successful: 12, failed: 0 });
      expect(warmup.requests).toBe(4);
      expect(measurements['timeToFirstToken']?.count).toBe(12);
    }
  });

  it('pass with --max-tokens equal to the total of --dry-run, and with one token less nothing starts', async () => {
    const { url } = await startMock();
    const cwd = temporaryFolder();
    writeConfig(cwd, { sampling: { hz: 50 }, phases: { load: LOAD } });
    const args = ['run', '--url', url, '--concurrency', '2', '--requests', '6', '--warmup', '2'];
    const plan = await runLoadcell([...args, '--dry-run'], { cwd });
    const total = Number(/^total .*about ([\d,]+)/m.exec(plan.stdout)?.[1]?.replaceAll(',', ''));
    expect(total, plan.stdout).toBeGreaterThan(0);
    const below = await runLoadcell([...args, '--max-tokens', String(total - 1)], { cwd });
    expect(below.code, below.stderr).toBe(EXIT_CODES.usage);
    expect(below.stderr).toContain('the plan requests about');
    expect(existsSync(path.join(cwd, 'loadcell-results'))).toBe(false);
    const { code, stdout, stderr } = await runLoadcell([...args, '--max-tokens', String(total)], {
      cwd,
    });
    expect(code, stdout + stderr).toBe(EXIT_CODES.pass);
    expect(loadOf(cwd).stages[0]?.requests).toMatchObject({ due: 6, successful: 6 });
  });

  it('that ran are kept when the server dies in the second of three', async () => {
    const mock = await startMock();
    const cwd = threeStages({ duration: '10min' });
    const run = startLoadcell(['run', '--url', mock.url, '--pid', 'auto'], { cwd });
    await untilMiddle(cwd);
    mock.child.kill('SIGKILL');
    const { code, stdout } = await run.finished;
    expect(code, stdout).toBe(EXIT_CODES.targetFailed);
    const { stages, stagesNotRun } = loadOf(cwd);
    expect(stages.map(({ name, windows }) => [name, windows[0]?.isWhole])).toEqual([
      ['closed', true],
      ['middle', false],
    ]);
    expect(stages[0]?.requests.successful).toBe(6);
    expect(stagesNotRun).toEqual([
      { name: 'open', reason: expect.stringContaining('exited with unknown status') },
    ]);
    expect(stdout).toMatch(/open: not run \(/);
  });

  it('that ran are kept when the user interrupts the second of three', async () => {
    const mock = await startMock();
    const cwd = threeStages({ duration: '10min' });
    const run = startLoadcell(['run', '--url', mock.url], { cwd });
    await untilMiddle(cwd);
    run.child.kill('SIGINT');
    const { code, stdout } = await run.finished;
    expect(code, stdout).toBe(EXIT_CODES.interrupted);
    const { stages, stagesNotRun } = loadOf(cwd);
    expect(stages.map(({ name }) => name)).toEqual(['closed', 'middle']);
    expect(stages[1]?.windows[0]?.isWhole).toBe(false);
    expect(stagesNotRun.map(({ name }) => name)).toEqual(['open']);
  });

  it('of a sweep whose lowest level breaks are reported, and its criteria fail', async () => {
    const { url } = await startMock();
    const cwd = temporaryFolder();
    writeConfig(cwd, { sampling: { hz: 50 }, phases: { load: LOAD } });
    const flags = ['--slo', 'ttft=1us', '--sweep', 'concurrency=1..8'];
    const args = ['run', '--url', url, ...flags, '--criterion', 'stages.sweep.goodput>=1'];
    const { code, stdout } = await runLoadcell(args, { cwd });
    expect(code, stdout).toBe(EXIT_CODES.criterionFailed);
    const { stages, loadCurves, criteria } = loadOf(cwd);
    expect(stages).toMatchObject([{ name: 'sweep/1', level: { isMet: false } }]);
    expect(loadCurves).toMatchObject([{ lowestBroken: 1, levels: ['sweep/1'] }]);
    expect(criteria).toMatchObject([
      { reason: 'not-measured', text: expect.stringContaining('no level') },
    ]);
  });

  it.each([
    [{ stages: [{ kind: 'open' }] }, /rate needs a closed stage/],
    [
      {
        stages: [
          { kind: 'closed', name: 'a' },
          { kind: 'open', name: 'a', rate: 1 },
        ],
      },
      /"a" is used twice/,
    ],
    [{ stages: [{ kind: 'closed', requests: 5, duration: '1s' }] }, /requests.*duration/],
    [{ concurrency: 8 }, /unknown key "concurrency"/],
    [{ successCriteria: { 'stages.opne.ttft': 1 } }, /did you mean "open"/],
  ])(
    'that are configured as %j are rejected in two lines that name key and remedy',
    async (load, message) => {
      const cwd = temporaryFolder();
      writeConfig(cwd, { phase: 'load', phases: { load } });
      const { code, stdout, stderr } = await runLoadcell(['run'], { cwd });
      expect({ code, stdout }).toEqual({ code: EXIT_CODES.usage, stdout: '' });
      expect(stderr).toMatch(message);
      expect(stderr.trim().split('\n')).toHaveLength(2);
      expect(stderr).toMatch(/\nhelp: /);
    },
  );
});
