import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { AttachedProcess } from '../../../../src/target/server/process/attached-process.ts';
import { useCleanup } from '../../transport/transport-run.ts';

const onCleanup = useCleanup();

/** A /proc with one process, and a way to change its state and its number of threads. */
function fakeProcess(pid: number): { root: string; set: (state: string, threads: number) => void } {
  const root = mkdtempSync(path.join(tmpdir(), 'loadcell-proc-'));
  onCleanup(async () => rmSync(root, { recursive: true }));
  mkdirSync(path.join(root, String(pid)));
  const set = (state: string, threads: number): void =>
    writeFileSync(
      path.join(root, String(pid), 'stat'),
      `${pid} (x) ${state} 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 ${threads} 0 4242 0 0`,
    );
  return { root, set };
}

it('an attached process exits with its last thread, not with its first', async () => {
  const { root, set } = fakeProcess(7);
  set('S', 3);
  const attached = await AttachedProcess.attach(7, root);
  set('Z', 2);
  expect(await attached.check()).toBeUndefined();
  set('Z', 1);
  expect(await attached.check()).toMatchObject({ pid: 7, exitCode: null, signal: null });
});

it('a process whose first thread has exited can be attached', async () => {
  const { root, set } = fakeProcess(7);
  set('Z', 2);
  const attached = await AttachedProcess.attach(7, root);
  expect(await attached.check()).toBeUndefined();
  attached.release();
});
