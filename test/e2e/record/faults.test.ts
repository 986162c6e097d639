import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { getuid } from 'node:process';
import { RecordingSummarySchema } from '@loadcell/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isRunning, readProcess } from '../support/processes.ts';
import { temporaryFolder } from '../support/run-folder.ts';
import { LOADCELL, runLoadcell, startLoadcell, startProgram } from '../support/run-loadcell.ts';
import { waitUntil } from '../support/wait-until.ts';

/** A PID that a program writes to a file, as a line. */
function pidIn(file: string): Promise<number> {
  return waitUntil(`a pid in ${file}`, () => {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return text.endsWith('\n') ? Number(text) : undefined;
  });
}

/** Ends a process that a test may leave. */
function endLater(pid: number): void {
  onTestFinished(() => {
    if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  });
}

describe('a command that cannot be run', () => {
  it.each([
    ['no-such-command', 'was not found', 'check the spelling, or pass its path'],
    ['./nowhere', 'no such file', 'check the path'],
    ['./folder', 'it is a folder', 'pass the path of a program'],
    ['./plain', 'it is not executable', 'set the permission with chmod +x'],
    ['./lost', 'its interpreter does not exist', 'correct its first line'],
    ["''", 'was not found', 'check the spelling'],
    [String.raw`$'a\xff\xe4'`, String.raw`"a\xff\xe4" was not found`, 'check the spelling'],
  ])('is rejected in two lines: %s', async (name, what, help) => {
    const cwd = temporaryFolder();
    mkdirSync(path.join(cwd, 'folder'));
    writeFileSync(path.join(cwd, 'plain'), '');
    writeFileSync(path.join(cwd, 'lost'), '#!/no/such/program\n', { mode: 0o755 });
    const script = `exec node "$0" record -- ${name}`;
    const { code, stdout, stderr } = await startProgram('bash', ['-c', script, LOADCELL], { cwd })
      .finished;
    expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' });
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(what);
    expect(lines[1]).toContain(`help: ${help}`);
  });
});

describe('a command that does not end on request', () => {
  it('is killed when it ignores SIGTERM', async () => {
    const cwd = temporaryFolder();
    const script = 'trap "" TERM; echo $$ > pid; while :; do sleep 0.05; done';
    const args = ['record', '--duration', '1s', '--', 'sh', '-c', script];
    const { code, stderr } = await runLoadcell(args, { cwd });
    expect(code).toBe(0);
    expect(stderr).toContain('was ended after --duration');
    expect(isRunning(await pidIn(path.join(cwd, 'pid')))).toBe(false);
  });

  it('can clean up when it is stopped', async () => {
    const cwd = temporaryFolder();
    const script = 'trap "echo clean; exit" TERM; kill -STOP $$; while :; do sleep 0.05; done';
    const args = ['record', '--duration', '1s', '--', 'sh', '-c', script];
    expect(await runLoadcell(args, { cwd })).toMatchObject({ code: 0, stdout: 'clean\n' });
  });

  it('finishes after it is continued', async () => {
    const cwd = temporaryFolder();
    const script = 'echo $$ > pid; kill -STOP $$; echo on; exit 5';
    const run = startLoadcell(['record', '--', 'sh', '-c', script], { cwd });
    const pid = await pidIn(path.join(cwd, 'pid'));
    await waitUntil('it stops', () => (readProcess(pid)?.state === 'T' ? true : undefined));
    process.kill(pid, 'SIGCONT');
    expect(await run.finished).toMatchObject({ code: 5, stdout: 'on\n' });
  });

  it('is reported when it leaves a process behind', async () => {
    const cwd = temporaryFolder();
    const script = 'sleep 600 > /dev/null 2>&1 & echo $! > pid; exit 3';
    const { code, stderr } = await runLoadcell(['record', '--', 'sh', '-c', script], { cwd });
    const pid = await pidIn(path.join(cwd, 'pid'));
    endLater(pid);
    expect(code).toBe(3);
    expect(stderr).toContain(`still running: ${pid}\n`);
    expect(isRunning(pid)).toBe(true);
  });
});

/** Runs as a user without privileges; undefined when that is impossible here. */
function asNobody(): readonly string[] | undefined {
  const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
  try {
    if (getuid?.() !== 0) return undefined;
    execFileSync('setpriv', [...nobody, process.execPath, LOADCELL, '--version']);
    return nobody;
  } catch {
    return undefined;
  }
}

/** Becomes root, writes its PID, and runs its arguments. */
const BECOME_ROOT = `#include <stdio.h>
#include <unistd.h>
int main(int count, char** words) {
  FILE* const file = fopen("pid", "w");
  if (count < 2 || setuid(0) != 0 || file == NULL) return 1;
  fprintf(file, "%d\\n", getpid());
  fclose(file);
  // It must not hold pipes open that the test reads.
  if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr)) return 1;
  execvp(words[1], words + 1);
  return 1;
}
`;

describe('a command of another user', () => {
  it('is reported when it cannot be ended, and does not keep the launcher alive', async ({
    skip,
  }) => {
    const nobody = asNobody();
    if (nobody === undefined) return skip('this takes root, and a checkout that all may read');
    const cwd = temporaryFolder();
    chmodSync(cwd, 0o777);
    const program = path.join(cwd, 'become-root');
    writeFileSync(`${program}.c`, BECOME_ROOT);
    execFileSync('cc', ['-o', program, `${program}.c`]);
    chmodSync(program, 0o4755);
    const command = [program, 'sleep', '600'];
    const args = [LOADCELL, 'record', '--duration', '1s', '--', ...command];
    const { code, stderr } = await startProgram('setpriv', [...nobody, process.execPath, ...args], {
      cwd,
    }).finished;
    const pid = await pidIn(path.join(cwd, 'pid'));
    endLater(pid);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('could not be ended after --duration');
    expect(stderr).toContain(`still running: ${pid}, owned by another user`);
    const launcher = readProcess(pid)?.parent ?? 0;
    expect(readFileSync(`/proc/${launcher}/comm`, 'utf8')).not.toContain('loadcell-launch');
  });

  it('is rejected in two lines where no process can start', async ({ skip }) => {
    const nobody = asNobody();
    if (nobody === undefined) return skip('this takes root, and a checkout that all may read');
    const cwd = temporaryFolder();
    chmodSync(cwd, 0o777);
    const refusals = [];
    // A separate user without other processes. Node needs threads, and their number depends on its version.
    const user = ['--reuid=54321', '--regid=54321', '--clear-groups'];
    for (let limit = 8; limit < 60; limit += 1) {
      const { code, signal, stderr } = await startProgram(
        'setpriv',
        [
          ...user,
          'prlimit',
          `--nproc=${limit}`,
          process.execPath,
          LOADCELL,
          'record',
          '--quiet',
          '--',
          'true',
        ],
        { cwd },
      ).finished;
      if (code === 0) break;
      // Below this limit, Node itself cannot start.
      if (signal === null && code === 3) refusals.push(stderr);
    }
    expect(refusals.filter((text) => text.includes('no process could be started'))).not.toEqual([]);
    for (const text of refusals) expect(text).toMatch(/^error: .*\n(?:help: .*\n)?$/);
  });
});

describe('a recorder', () => {
  it('counts the ticks it missed while it was stopped itself', async () => {
    const cwd = temporaryFolder();
    const script = 'echo $$ > pid; sleep 1; echo 1 > later; until [ -e go ]; do sleep 0.05; done';
    // Slow enough that the CPU budget does not lower the rate on a busy machine.
    const args = ['record', '--json', '--hz', '100', '--', 'sh', '-c', script];
    const run = startLoadcell(args, { cwd });
    await pidIn(path.join(cwd, 'pid'));
    process.kill(run.pid, 'SIGSTOP');
    await pidIn(path.join(cwd, 'later'));
    process.kill(run.pid, 'SIGCONT');
    writeFileSync(path.join(cwd, 'go'), '');
    const { code, stdout, stderr } = await run.finished;
    expect(code, stderr).toBe(0);
    const summary = RecordingSummarySchema.parse(JSON.parse(stdout));
    expect(summary.missedTicks).toBeGreaterThan(10);
    expect(summary.latenessUs.max).toBeGreaterThan(100_000);
    expect(summary.durationMs).toBeGreaterThan(1000);
  });

  it('leaves nothing behind when its whole group is killed', async () => {
    const cwd = temporaryFolder();
    const script = 'sleep 600 & echo $! > pid; wait';
    const run = startLoadcell(['record', '--', 'sh', '-c', script], { cwd });
    const pid = await pidIn(path.join(cwd, 'pid'));
    endLater(pid);
    process.kill(-run.pid, 'SIGKILL');
    await expect.poll(() => isRunning(pid)).toBe(false);
  });
});
