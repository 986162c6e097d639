import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOADCELL, runLoadcell, startProgram, type CommandResult } from './support/run-loadcell.ts';
import { temporaryFolder } from './support/run-folder.ts';

/** Whether a shell may mount in a separate namespace, so that tests can use real file systems and leave none behind. */
const mayMount =
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

/** Runs `loadcell run` after a line of shell that makes the folder `out` of the working directory unusable. */
function runAfter(spoil: string, cwd: string, shell: readonly string[]): Promise<CommandResult> {
  mkdirSync(path.join(cwd, 'out'));
  const line = `${spoil} && exec "$0" "$1" run --output-dir out`;
  const command = ['bash', '-c', line, process.execPath, LOADCELL];
  return startProgram('env', [...shell, ...command], { cwd }).finished;
}

function expectRefusal({ code, stdout, stderr }: CommandResult, reason: RegExp): void {
  expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^error: cannot use output directory .*nothing was measured/);
  expect(stderr).toMatch(reason);
  // No phase began: the error precedes every measurement.
  expect(stderr).not.toContain('baseline');
}

describe('an output directory that is unusable', () => {
  it('is rejected below a file, for root and for other users', async () => {
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, 'file'), '');
    const result = await runLoadcell(['run', '--output-dir', 'file/results'], { cwd });
    expectRefusal(result, /a part of its path is a file/);
  });

  it('is rejected where files may not grow, and leaves no partial file', async () => {
    const cwd = temporaryFolder();
    expectRefusal(await runAfter('ulimit -f 1024', cwd, []), /ulimit -f/);
    expect(readdirSync(path.join(cwd, 'out'))).toEqual([]);
  });

  // Where namespaces are forbidden, the two tests above cover the same code with other causes.
  it.runIf(mayMount)('is rejected when its disk is full', async () => {
    const spoil = 'mount -t tmpfs -o size=1m tmpfs out';
    const result = await runAfter(spoil, temporaryFolder(), ['unshare', '-rm']);
    expectRefusal(result, /its disk is full/);
  });

  it.runIf(mayMount)('is rejected when its file system is read-only', async () => {
    const spoil = 'mount -t tmpfs -o ro tmpfs out';
    const result = await runAfter(spoil, temporaryFolder(), ['unshare', '-rm']);
    expectRefusal(result, /its file system is read-only/);
  });
});
