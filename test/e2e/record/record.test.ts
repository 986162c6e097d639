import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RecordingSummarySchema } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { readSamplesFile } from '../../../packages/core/src/stream/files/samples-file.ts';
import { isRunning, runningProcesses } from '../support/processes.ts';
import { eventsSoFar, latestRun, temporaryFolder } from '../support/run-folder.ts';
import { LOADCELL, runLoadcell, startLoadcell, startProgram } from '../support/run-loadcell.ts';
import { waitUntil } from '../support/wait-until.ts';

/** A file that a program writes a PID to. */
function pidIn(file: string): Promise<number> {
  return waitUntil(`a pid in ${file}`, () => {
    const names = readdirSync(path.dirname(file));
    const text = names.includes(path.basename(file)) ? readFileSync(file, 'utf8') : '';
    return text.endsWith('\n') ? Number(text) : undefined;
  });
}

const TREE = 'sleep 600 & echo $! > pid; sleep 600; true';

describe('loadcell record -- COMMAND', () => {
  it('keeps the exit code, the output and the input of the command', async () => {
    const cwd = temporaryFolder();
    const script = `printf 'a\\nb\\n' | node "$0" record --quiet -- sh -c 'cat; echo err >&2; exit 7'`;
    const { code, stdout, stderr } = await startProgram('sh', ['-c', script, LOADCELL], { cwd })
      .finished;
    expect({ code, stdout }).toEqual({ code: 7, stdout: 'a\nb\n' });
    expect(stderr).toMatch(/^err\nThe command "sh" exited with code 7\.\n/);
    expect(readdirSync(latestRun(cwd)).toSorted()).toEqual([
      'events.jsonl',
      'recording.json',
      'requests.arrows',
      'run.json',
      'samples.arrows',
      'survey.arrows',
    ]);
  });

  it('exits like a shell when a signal ended the command', async () => {
    const cwd = temporaryFolder();
    const { code, stderr } = await runLoadcell(['record', '--', 'sh', '-c', 'kill -9 $$'], { cwd });
    expect(code).toBe(137);
    expect(stderr).toContain('was killed by SIGKILL');
  });

  it('prints one object with --json; output of the command goes to stderr', async () => {
    const cwd = temporaryFolder();
    const args = ['record', '--json', '--hz', '500', '--', 'sh', '-c', 'echo out; sleep 0.1'];
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain('out\n');
    const json: unknown = JSON.parse(stdout);
    expect(Object.keys(json ?? {})).toEqual([
      'sampleCount',
      'requestedHz',
      'achievedHz',
      'missedTicks',
      'droppedSamples',
      'latenessUs',
      'rssBytes',
      'peakProportionalBytes',
      'proportionalReadings',
      'peakSwapBytes',
      'peakHugetlbBytes',
      'peakAtMs',
      'cpuUtilization',
      'samplerCpuUtilization',
      'processes',
      'unsampledProcesses',
      'durationMs',
    ]);
    const summary = RecordingSummarySchema.parse(json);
    expect(summary.requestedHz).toBe(500);
    expect(summary.rssBytes.peak).toBeGreaterThanOrEqual(summary.rssBytes.average);
    expect(summary.rssBytes.average).toBeGreaterThan(0);
  });

  it('ends the whole tree after --duration, and passes', async () => {
    const cwd = temporaryFolder();
    const args = ['record', '--duration', '2s', '--', 'sh', '-c', TREE];
    const { code, stderr } = await runLoadcell(args, { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain('was ended after --duration');
    expect(isRunning(await pidIn(path.join(cwd, 'pid')))).toBe(false);
  });

  it('ends the whole tree at Ctrl-C, with 130 and a readable directory', async () => {
    const cwd = temporaryFolder();
    const run = startLoadcell(['record', '--', 'sh', '-c', TREE], { cwd });
    await pidIn(path.join(cwd, 'pid'));
    // A terminal sends SIGINT to every process of the group.
    process.kill(-run.pid, 'SIGINT');
    const { code, stderr } = await run.finished;
    expect(code, stderr).toBe(130);
    expect(runningProcesses().filter(({ group }) => group === run.pid)).toEqual([]);
    const report = await runLoadcell(['report', latestRun(cwd)], { cwd });
    expect(report.code).toBe(130);
    expect(report.stdout).toContain('RSS max');
  });

  it('kills a tree that ignores signals when Ctrl-C is pressed twice', async () => {
    const cwd = temporaryFolder();
    const script = `trap "" INT TERM; ${TREE}`;
    const run = startLoadcell(['record', '--', 'sh', '-c', script], { cwd });
    const pid = await pidIn(path.join(cwd, 'pid'));
    const heardFirst = new Promise<void>((resolve) => {
      run.child.stderr?.on('data', (text: string) => {
        if (text.includes('Sent SIGINT')) resolve();
      });
    });
    run.child.kill('SIGINT');
    await heardFirst;
    run.child.kill('SIGINT');
    expect((await run.finished).code).toBe(130);
    await waitUntil('the tree is gone', () => (isRunning(pid) ? undefined : true));
  });

  it('leaves a directory that can be reported and exported when it is killed itself', async () => {
    const cwd = temporaryFolder();
    const run = startLoadcell(['record', '--', 'sh', '-c', 'echo $$ > pid; exec sleep 600'], {
      cwd,
    });
    const pid = await pidIn(path.join(cwd, 'pid'));
    const samples = path.join(latestRun(cwd), 'samples.arrows');
    await waitUntil('the file of the samples', () => (existsSync(samples) ? true : undefined));
    // Rows come in batches, and the kill may cut off the last one.
    await expect
      .poll(async () => (await readSamplesFile(samples)).count, { timeout: 60_000 })
      .toBeGreaterThan(50);
    run.child.kill('SIGKILL');
    await run.finished;
    // A command must not outlive its recorder.
    await waitUntil('the command is gone', () => (isRunning(pid) ? undefined : true));
    const report = await runLoadcell(['report', latestRun(cwd)], { cwd });
    expect(report.stdout).toContain('Incomplete: the run was killed');
    const exported = await runLoadcell(
      ['export', latestRun(cwd), '--format', 'csv', '--table', 'samples', '-o', 'out'],
      { cwd },
    );
    expect(exported.code).toBe(0);
    expect(
      readFileSync(path.join(cwd, 'out', 'samples.csv'), 'utf8').split('\n').length,
    ).toBeGreaterThan(50);
  });

  it.each([
    [['record', '--', 'no-such-command'], 2, 'was not found'],
    [['record', '--', './plain-file'], 2, 'it is not executable'],
    [['record', '--pid', '1', '--', 'true'], 2, '--pid cannot be combined with a command'],
    [['record'], 2, 'record needs a command or --pid'],
    [['record', '--duration', '10', '--', 'true'], 2, 'invalid duration'],
    [['record', '--hz', '0', '--', 'true'], 2, '1 to 10,000'],
    [['record', '--hz', '1k', '--', 'true'], 2, 'invalid value "1k": expected a number'],
    [['record', '--pid', '4194305'], 3, 'no process has PID 4194305'],
  ])('rejects %j with %i and leaves nothing behind', async (args, expected, message) => {
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, 'plain-file'), '');
    const { code, stdout, stderr } = await runLoadcell(args, { cwd });
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toContain(message);
    expect(readdirSync(cwd)).toEqual(['plain-file']);
  });
});

it('reports in two lines that the working directory was deleted', async () => {
  const script = `mkdir gone && cd gone && rmdir ../gone && exec node "$0" record -- true`;
  const { code, stderr } = await startProgram('sh', ['-c', script, LOADCELL], {
    cwd: temporaryFolder(),
  }).finished;
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: the working directory was deleted\nhelp: .*\n$/);
});

describe('loadcell record --pid', () => {
  it('ends with the process, and never signals it', async () => {
    const cwd = temporaryFolder();
    const gate = path.join(cwd, 'gate');
    execFileSync('mkfifo', [gate]);
    const other = startProgram(
      'sh',
      ['-c', 'trap "echo heard" INT TERM HUP; read -r line < gate'],
      { cwd },
    );
    // A rate that even a busy machine reaches: the subject is how the recording ends.
    const args = ['record', '--pid', String(other.pid), '--quiet', '--hz', '5'];
    const run = startLoadcell(args, { cwd });
    await waitUntil('the recording began', () =>
      eventsSoFar(cwd).find(({ kind }) => kind === 'recording-began'),
    );
    closeSync(openSync(gate, 'w'));
    const { code, stdout } = await run.finished;
    expect(code).toBe(0);
    expect(stdout).toContain(`Process ${other.pid} exited.`);
    expect((await other.finished).stdout).toBe('');
    const report = await runLoadcell(['report', latestRun(cwd)], { cwd });
    expect(report.code).toBe(0);
    expect(report.stdout).toContain('pass  1 of 1 phases passed');
  });

  it('does not end the process when it is interrupted', async () => {
    const cwd = temporaryFolder();
    const other = startProgram('sleep', ['600'], { cwd });
    const run = startLoadcell(['record', '--pid', String(other.pid), '--json'], { cwd });
    await waitUntil('the recording began', () =>
      eventsSoFar(cwd).find(({ kind }) => kind === 'recording-began'),
    );
    run.child.kill('SIGINT');
    const { code, stdout } = await run.finished;
    expect(code).toBe(130);
    expect(RecordingSummarySchema.parse(JSON.parse(stdout)).sampleCount).toBeGreaterThan(0);
    expect(isRunning(other.pid)).toBe(true);
  });
});
