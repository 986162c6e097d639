import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { beginRun, watcherOf } from '../../../packages/core/test/fleet/watch/watched-run.ts';
import type { LoadcellError } from '../../../packages/core/src/spec/error/errors.ts';
import { readRun } from '../../../packages/core/src/stream/files/read-run.ts';
import { MemoryGroup, whyNoMemoryGroup } from '../support/memory-group.ts';

const HOLDS = `
const held = [Buffer.alloc(64 << 20, 1)];
process.stdout.write('held');
process.stdin.on('data', () => { for (;;) held.push(Buffer.alloc(64 << 20, 1)); });
`;

/** Starts a process in a group that holds memory, and takes all of it when it reads input. */
async function startIn(group: MemoryGroup) {
  const [program = '', ...args] = group.wrap([process.execPath, '-e', HOLDS]);
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  await once(child.stdout, 'data');
  return { pid: child.pid ?? Number.NaN, grow: () => child.stdin.write('grow') };
}

const reason = whyNoMemoryGroup();

describe.skipIf(reason !== undefined)(
  `a watched memory group${reason ? ` (skipped: ${reason})` : ''}`,
  () => {
    it('is found by its path, with its usage, peak and limit by the kernel', async () => {
      const group = new MemoryGroup({ limitMiB: 400 });
      const { pid } = await startIn(group);
      const watcher = await watcherOf({ kind: 'cgroup', path: group.path });
      expect(watcher.unable).toBeUndefined();
      const run = await beginRun(watcher);
      run.finish();
      await run.outcome;
      const [phase] = (await readRun(run.runDir)).phases;
      const last = (column: string) => phase?.survey.get(`cgroupMemory.${column}`)?.value.at(-1);
      expect(last('currentBytes')).toBeGreaterThan(64 * 2 ** 20);
      expect(last('peakBytes')).toBeGreaterThanOrEqual(last('currentBytes') ?? Infinity);
      expect(last('limitBytes')).toBe(400 * 2 ** 20);
      expect(phase?.events).toContainEqual(
        expect.objectContaining({ kind: 'target-started', pid }),
      );
    });

    it('is dead when the kernel kills its process at the limit, and the guard reports the kill', async () => {
      const group = new MemoryGroup({ limitMiB: 400 });
      const server = await startIn(group);
      const guarded: LoadcellError[] = [];
      const watcher = await watcherOf({ kind: 'cgroup', path: group.path });
      const run = await beginRun(watcher, { onGuard: (error) => guarded.push(error) });
      server.grow();
      const { error } = await run.outcome;
      expect(error?.message).toContain('the kernel killed');
      expect(guarded).toEqual([error]);
      const [phase] = (await readRun(run.runDir)).phases;
      expect(phase?.events).toContainEqual(expect.objectContaining({ kind: 'oom-kill' }));
    });
  },
);
