import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectTwoLines } from './expect-two-lines.ts';
import { latestRun, temporaryFolder } from '../support/run-folder.ts';
import {
  LOADCELL,
  runLoadcell,
  startProgram,
  type CommandResult,
} from '../support/run-loadcell.ts';

const NOBODY = ['--reuid=65534', '--regid=65534', '--clear-groups'];

/** Only root can become another user, who must be able to read the code that runs here. */
const canChangeUser =
  process.getuid?.() === 0 &&
  spawnSync('setpriv', [...NOBODY, 'test', '-r', LOADCELL]).status === 0;

function asNobody(args: readonly string[], cwd: string): Promise<CommandResult> {
  return startProgram('setpriv', [...NOBODY, process.execPath, LOADCELL, ...args], { cwd })
    .finished;
}

/** A folder of root that others may read. */
function folderOfRoot(): string {
  const cwd = temporaryFolder();
  chmodSync(cwd, 0o755);
  return cwd;
}

describe.runIf(canChangeUser)('a user without permission', () => {
  it('to write to the working directory cannot record there', async () => {
    const result = await asNobody(['record', '--', 'true'], folderOfRoot());
    const error = /cannot use output directory ".*loadcell-results": it is not writable/;
    expectTwoLines(result, { code: 2, error, help: /--output-dir/ });
  });

  it('to write to a run directory reads it, and can write its report elsewhere', async () => {
    const cwd = folderOfRoot();
    const recorded = await runLoadcell(['record', '--', 'true'], { cwd });
    expect(recorded.code, recorded.stderr).toBe(0);
    const runDir = latestRun(cwd);
    expectTwoLines(await asNobody(['export', runDir, '--format', 'csv'], cwd), {
      code: 4,
      error: /cannot write ".*samples\.csv": EACCES: permission denied$/,
      help: /pass another directory with --output-dir$/,
    });
    const elsewhere = temporaryFolder();
    chmodSync(elsewhere, 0o777);
    const exported = await asNobody(['export', runDir, '--format', 'csv', '-o', elsewhere], cwd);
    expect(exported.code, exported.stderr).toBe(0);
  });

  it('to read a file gets its name and the reason', async () => {
    const cwd = folderOfRoot();
    writeFileSync(path.join(cwd, 'c.json'), '{}', { mode: 0o600 });
    expectTwoLines(await asNobody(['run', 'c.json'], cwd), {
      code: 2,
      error: /cannot read the configuration .*c\.json: EACCES: permission denied$/,
      help: /check the path/,
    });
    mkdirSync(path.join(cwd, 'run'));
    writeFileSync(path.join(cwd, 'run', 'run.json'), '{}', { mode: 0o600 });
    expectTwoLines(await asNobody(['report', 'run'], cwd), {
      code: 2,
      error: /cannot read ".*run\.json": EACCES: permission denied$/,
      help: /pass a run directory that this user may read$/,
    });
  });
});
