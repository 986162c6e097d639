import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished, vi } from 'vitest';
import { endTree } from '../../src/record/end-tree.ts';
import { identifyProcess, type ProcessIdentity } from '../../src/record/process-tree.ts';

/** Longer than any test takes. */
const GRACE_MS = 1e9;

async function startSleep(): Promise<ProcessIdentity> {
  const child = spawn('sleep', ['600']);
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    vi.restoreAllMocks();
    child.kill('SIGKILL');
    await ended;
  });
  await once(child, 'spawn');
  const found = identifyProcess(child.pid ?? 0);
  if (found === undefined) throw new Error('The process has ended.');
  return found;
}

/** Makes the system refuse to signal these, except with SIGCONT, which may go to processes of the same session. */
function forbid(pids: readonly number[]): void {
  const kill = process.kill.bind(process);
  vi.spyOn(process, 'kill').mockImplementation((pid, signal) => {
    if (pids.includes(pid) && signal !== 'SIGCONT') {
      throw Object.assign(new Error('not permitted'), { code: 'EPERM' });
    }
    return kill(pid, signal);
  });
}

it('returns processes that it may not signal, without waiting for the grace period', async () => {
  const foreign = await startSleep();
  forbid([foreign.pid]);
  expect(await endTree(() => [foreign], GRACE_MS)).toMatchObject([
    { pid: foreign.pid, isForbidden: true },
  ]);
});

it('ends all others first', async () => {
  const foreign = await startSleep();
  const own = await startSleep();
  forbid([foreign.pid]);
  const left = await endTree(() => [foreign, own], GRACE_MS);
  expect(left.map(({ pid }) => pid)).toEqual([foreign.pid]);
  expect(identifyProcess(own.pid)).toBeUndefined();
});

it('ends a stopped process without killing it', async () => {
  const own = await startSleep();
  process.kill(own.pid, 'SIGSTOP');
  expect(await endTree(() => [own], GRACE_MS)).toEqual([]);
});
