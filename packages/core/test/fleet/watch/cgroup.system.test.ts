import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCgroup, listCgroup } from '../../../src/fleet/watch/target/cgroup.ts';
import { concludeDirectory } from '../../../src/report/results/conclude-directory.ts';
import { readRun } from '../../../src/stream/files/read-run.ts';
import { temporaryFolder } from '../../stream/temporary-folder.ts';
import { HELD_BYTES, startHolder } from './watched-process.ts';
import { beginRun, watcherOf } from './watched-run.ts';

/** A folder like that of a cgroup, with processes of its own and in one below it. */
function makeCgroup(own: readonly number[], below: readonly number[] = []): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'worker'));
  putProcesses(folder, own);
  putProcesses(join(folder, 'worker'), below);
  return folder;
}

function putProcesses(folder: string, pids: readonly number[]): void {
  writeFileSync(join(folder, 'cgroup.procs'), pids.map((pid) => `${pid}\n`).join(''));
}

describe('a cgroup', () => {
  it('is found by its folder, and by its path below the mount point of either version', () => {
    const root = temporaryFolder();
    for (const path of ['memory/old', 'new']) {
      mkdirSync(join(root, path), { recursive: true });
      putProcesses(join(root, path), []);
    }
    writeFileSync(join(root, 'new', 'cgroup.controllers'), 'memory\n');
    expect(findCgroup('/new', root)).toEqual({ folder: join(root, 'new'), version: 2 });
    expect(findCgroup(join(root, 'new'), '/none')).toMatchObject({ version: 2 });
    expect(findCgroup('/old', root)).toEqual({ folder: join(root, 'memory/old'), version: 1 });
    expect(findCgroup('/absent', root)).toBeUndefined();
  });

  it('has its processes apart from those of cgroups below, and those of other PID namespaces are hidden', async () => {
    const folder = makeCgroup([4, 0], [7]);
    expect(await listCgroup({ folder, version: 2 })).toEqual({
      own: [4],
      below: [7],
      areHidden: true,
    });
  });
});

describe('a watched cgroup', () => {
  it('has the memory of all its processes, and of those in cgroups below it', async () => {
    const [one, other] = await Promise.all([startHolder(), startHolder()]);
    const path = makeCgroup([one.pid], [other.pid]);
    const run = await beginRun(await watcherOf({ kind: 'cgroup', path }));
    run.finish();
    await run.outcome;
    const { results } = await concludeDirectory(run.runDir);
    expect(results.phases[0]?.measurements['memoryUsage']?.max).toBeGreaterThan(2 * HELD_BYTES);
    expect(results.environment?.target).toBe(`cgroup ${path} (version 1), from process ${one.pid}`);
  });

  it('remarks on its memory accounting when it has processes only in cgroups below it', async () => {
    const { pid } = await startHolder();
    const path = makeCgroup([], [pid]);
    const run = await beginRun(await watcherOf({ kind: 'cgroup', path }));
    run.finish();
    await run.outcome;
    const events = (await readRun(run.runDir)).phases[0]?.events;
    const reason = expect.stringContaining(`read of the cgroup of process ${pid}`);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'not-sampled', reason }));
  });

  it('is dead when it has no process any more, not when one of them has exited', async () => {
    const [one, other] = await Promise.all([startHolder(), startHolder()]);
    const path = makeCgroup([one.pid], [other.pid]);
    const watcher = await watcherOf({ kind: 'cgroup', path });
    let live = 0;
    const run = await beginRun(watcher, { onCounts: ({ processes }) => (live = processes) });
    putProcesses(path, []);
    await one.kill();
    await expect.poll(() => live).toBe(1);
    expect(watcher.unable).toBeUndefined();
    putProcesses(join(path, 'worker'), []);
    await other.kill();
    expect((await run.outcome).error).toMatchObject({ code: 'TARGET_DIED' });
    await expect.poll(() => watcher.unable).toBe(`cgroup "${path}" has no process`);
  });
});
