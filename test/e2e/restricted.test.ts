import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { RecordingSummarySchema } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { bytesSoFar, eventsSoFar, temporaryFolder } from './support/run-folder.ts';
import { LOADCELL, startLoadcell, startProgram } from './support/run-loadcell.ts';
import { waitUntil } from './support/wait-until.ts';

const NOBODY = 65_534;
const AS_NOBODY = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** Only root can become another user, who must be able to read the code that runs here. */
const canChangeUser =
  process.getuid?.() === 0 &&
  spawnSync('setpriv', [...AS_NOBODY, 'test', '-r', path.join(REPOSITORY, 'package.json')])
    .status === 0;
const canMountProc =
  canChangeUser &&
  spawnSync('unshare', ['-m', 'mount', '-t', 'proc', '-o', 'hidepid=2', 'proc', '/proc']).status ===
    0;

function folderOfNobody(): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o777);
  return folder;
}

/** An idle process of root. */
function startSleeper(): number {
  return startProgram('sleep', ['600']).pid;
}

describe('a recording by another user', () => {
  it.skipIf(!canChangeUser)(
    'samples a process of root and reports what is unreadable',
    async () => {
      const cwd = folderOfNobody();
      const args = [process.execPath, LOADCELL, 'record', '--json', '--duration', '300ms'];
      const { code, stdout, stderr } = await startProgram(
        'setpriv',
        [...AS_NOBODY, ...args, '--pid', String(startSleeper())],
        { cwd, env: { HOME: cwd } },
      ).finished;
      expect({ code, stderr }).toMatchObject({ code: 0 });
      const summary = RecordingSummarySchema.parse(JSON.parse(stdout));
      expect(summary.rssBytes.peak).toBeGreaterThan(0);
      const reasons = eventsSoFar(cwd).flatMap(({ kind, reason }) =>
        kind === 'not-sampled' ? [reason] : [],
      );
      expect(reasons.join('\n')).toContain('I/O of process');
    },
  );

  it.skipIf(!canMountProc)('counts a child that /proc hides', async () => {
    const cwd = folderOfNobody();
    // It runs as root, whichever user starts it.
    const program = path.join(cwd, 'cat-as-root');
    copyFileSync('/bin/cat', program);
    chmodSync(program, 0o4755);
    writeFileSync(path.join(cwd, 'ready'), 'ready');
    const recordParent = [
      'mkfifo hold',
      `{ sh -c './cat-as-root ready hold > out; true' & }`,
      'until [ -s out ]; do :; done',
      '"$0" "$1" record --json --pid "$!" --duration 300ms',
      // The program ends when this opens.
      ': > hold',
    ].join('\n');
    const script =
      'mount -t proc -o hidepid=2 proc /proc && ' +
      `exec setpriv ${AS_NOBODY.join(' ')} sh -c "$2" "$0" "$1"`;
    const { code, stdout, stderr } = await startProgram(
      'unshare',
      ['-m', 'sh', '-c', script, process.execPath, LOADCELL, recordParent],
      { cwd, env: { HOME: cwd } },
    ).finished;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const { processes, unsampledProcesses } = RecordingSummarySchema.parse(JSON.parse(stdout));
    expect({ processes, unsampledProcesses }).toEqual({ processes: 1, unsampledProcesses: 1 });
    expect(stderr).toContain('hidden by /proc (hidepid)');
  });

  it.skipIf(!canMountProc)('names hidepid where /proc does not show the process', async () => {
    const cwd = folderOfNobody();
    const script =
      'mount -t proc -o hidepid=2 proc /proc && ' +
      `exec setpriv ${AS_NOBODY.join(' ')} "$0" "$1" record --pid "$2" --duration 300ms`;
    const pid = startSleeper();
    const { code, stderr } = await startProgram(
      'unshare',
      ['-m', 'sh', '-c', script, process.execPath, LOADCELL, String(pid)],
      { cwd, env: { HOME: cwd } },
    ).finished;
    expect(code).toBe(3);
    expect(stderr).toContain(`process ${pid} exists but is hidden in /proc (hidepid)`);
    expect(stderr).toContain('hidepid');
  });
});

describe('a stopped recorder', () => {
  it('counts the ticks that it missed, and continues', async () => {
    const cwd = temporaryFolder();
    const pidArgs = ['--pid', String(startSleeper()), '--duration', '6s'];
    // Slow enough that the CPU budget does not lower the rate on a busy machine.
    const args = ['record', '--json', '--hz', '100', ...pidArgs];
    const { pid, finished } = startLoadcell(args, { cwd });
    await waitUntil('the recording began', () =>
      eventsSoFar(cwd).find(({ kind }) => kind === 'recording-began'),
    );
    // It samples from a moment after the event on.
    const bytes = bytesSoFar(cwd, 'samples');
    await waitUntil('a sample', () => (bytesSoFar(cwd, 'samples') > bytes ? true : undefined));
    process.kill(pid, 'SIGSTOP');
    const stoppedAtMs = performance.now();
    await waitUntil('half a second is over', () =>
      performance.now() - stoppedAtMs >= 500 ? true : undefined,
    );
    const stoppedMs = performance.now() - stoppedAtMs;
    process.kill(pid, 'SIGCONT');
    const { code, stdout } = await finished;
    expect(code).toBe(0);
    const { missedTicks, sampleCount, requestedHz, durationMs } = RecordingSummarySchema.parse(
      JSON.parse(stdout),
    );
    const stoppedTicks = (stoppedMs / 1000) * requestedHz;
    expect(missedTicks).toBeGreaterThan(0.9 * stoppedTicks);
    // Every tick of the recording is either a sample or missed.
    const ticks = (durationMs / 1000) * requestedHz;
    expect((sampleCount + missedTicks) / ticks).toBeGreaterThan(0.9);
    expect((sampleCount + missedTicks) / ticks).toBeLessThan(1.1);
  });
});
