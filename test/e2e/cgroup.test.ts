import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { nearestCgroup } from '../../packages/core/src/report/findings/memory/cgroup-nearness.ts';
import { readRun } from '../../packages/core/src/stream/files/read-run.ts';
import { MemoryGroup, whyNoMemoryGroup } from './support/memory-group.ts';
import {
  bytesSoFar,
  ENDLESS,
  eventsSoFar,
  latestRun,
  temporaryFolder,
  writeConfig,
} from './support/run-folder.ts';
import {
  LOADCELL,
  runLoadcell,
  startProgram,
  type RunningCommand,
} from './support/run-loadcell.ts';
import { waitUntil } from './support/wait-until.ts';
import { unwrapped } from './support/unwrapped.ts';

const NODE = process.execPath;

/** A program that touches memory and then exits. */
function hold(mebibytes: number): string[] {
  return [NODE, '-e', `Buffer.alloc(${mebibytes} << 20, 1)`];
}

function start(group: MemoryGroup, command: readonly string[], cwd: string): RunningCommand {
  const [program = '', ...args] = group.wrap(command);
  return startProgram(program, args, { cwd });
}

/** Records a command, both within a group. @returns its output, and that of the report */
async function recordIn(
  group: MemoryGroup,
  command: readonly string[],
  wrap: readonly string[] = [],
) {
  const cwd = temporaryFolder();
  const recorded = await start(group, [...wrap, NODE, LOADCELL, 'record', '--', ...command], cwd)
    .finished;
  const report = await runLoadcell(['report', latestRun(cwd), '--verbose'], { cwd });
  return { ...recorded, report: unwrapped(report.stdout + report.stderr) };
}

/**
 * Records a program that holds memory, both within a group, until the group's usage has been read.
 * @returns the output of the report
 */
async function recordWhileHeld(group: MemoryGroup, mebibytes: number, wrap: readonly string[]) {
  const cwd = temporaryFolder();
  const held = `const b = Buffer.alloc(${mebibytes} << 20, 1); setInterval(() => b, 1e6)`;
  const recording = start(group, [...wrap, NODE, LOADCELL, 'record', '--', NODE, '-e', held], cwd);
  await waitUntil('the usage of the group is read while the memory is held', async () => {
    if (bytesSoFar(cwd, 'survey') === 0) return undefined;
    const { phases } = await readRun(latestRun(cwd));
    const nearest = phases[0] === undefined ? undefined : nearestCgroup(phases[0]);
    return nearest !== undefined && nearest.usedBytes > mebibytes * 2 ** 20 ? true : undefined;
  });
  recording.child.kill('SIGINT');
  await recording.finished;
  const report = await runLoadcell(['report', latestRun(cwd), '--verbose'], { cwd });
  return { report: unwrapped(report.stdout + report.stderr) };
}

const reason = whyNoMemoryGroup();

describe.skipIf(reason !== undefined)(
  `a memory group${reason ? ` (skipped: ${reason})` : ''}`,
  () => {
    it('is reported with its limit, also from within a cgroup namespace', async () => {
      const group = new MemoryGroup({ limitMiB: 600 });
      const plain = await recordIn(group, ['true']);
      expect(plain.report).toContain(`cgroup limit 600.0 MiB (of ${group.path})`);
      const spaced = await recordWhileHeld(group, 490, ['unshare', '--cgroup']);
      expect(spaced.report).toContain(`cgroup limit 600.0 MiB (of ${group.path})`);
      expect(spaced.report).toMatch(/limit 600\.0 MiB, share \d/u);
    });

    it('above the target is reported with its own usage, which includes a sibling, and its limit', async () => {
      const parent = new MemoryGroup({ limitMiB: 600 });
      const leaf = new MemoryGroup({ within: parent });
      const sibling = new MemoryGroup({ within: parent });
      const held = `const b = Buffer.alloc(400 << 20, 1); process.stdout.write('held'); setInterval(() => b, 1e6)`;
      const holder = start(sibling, [NODE, '-e', held], temporaryFolder());
      await waitUntil('the sibling holds its memory', () =>
        sibling.usedBytes > 400 * 2 ** 20 ? true : undefined,
      );
      const { report } = await recordIn(leaf, hold(100));
      holder.child.kill('SIGKILL');
      expect(report).toMatch(
        /used 5\d\d\.\d MiB, limit 600\.0 MiB, .*limit held by the cgroup above the target/u,
      );
    });

    it('filled by clean page cache is not close to its limit', async () => {
      const group = new MemoryGroup({ limitMiB: 400 });
      const file = path.join(temporaryFolder(), 'file');
      execFileSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=1M', 'count=600', 'conv=fdatasync']);
      // Out of the cache, so that the group reads it, and reads it once: read again, it would be cache in use.
      execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0']);
      const { report, code } = await recordIn(group, ['dd', `if=${file}`, 'of=/dev/null', 'bs=1M']);
      expect(code).toBe(0);
      expect(report).not.toContain('close to the cgroup limit');
    });

    it('is reported when a child is killed at its limit', async () => {
      const group = new MemoryGroup({ limitMiB: 500 });
      const child = hold(900)
        .map((word) => `'${word}'`)
        .join(' ');
      const { code, stderr, report } = await recordIn(group, [
        'sh',
        '-c',
        `sleep 0.2; ${child}; exit 0`,
      ]);
      expect(code).toBe(0);
      expect(stderr).toMatch(
        /OOM +the kernel killed 1 process in the cgroup of the target for memory/u,
      );
      expect(report).toContain('The kernel killed processes for memory (OOM)');
    });

    it('is reported when the command is killed at its limit', async () => {
      const group = new MemoryGroup({ limitMiB: 500 });
      const { code, stderr, report } = await recordIn(group, hold(900));
      expect(code).toBe(137);
      expect(stderr).toMatch(/was killed by SIGKILL\.\n +OOM +the kernel killed 1 process/u);
      expect(report).toMatch(
        /was killed by SIGKILL, .*: the kernel killed 1 process in the cgroup/u,
      );
    });

    it('is named in the error when the engine of a run is killed at its limit', async () => {
      const group = new MemoryGroup();
      const cwd = temporaryFolder();
      writeConfig(cwd, ENDLESS);
      const run = start(group, [NODE, LOADCELL, 'run'], cwd);
      await waitUntil('the baseline measures', () =>
        eventsSoFar(cwd).find(
          ({ kind, stage }) => kind === 'stage-began' && stage === 'sequential',
        ),
      );
      const engine = await waitUntil(
        'the engine runs',
        () => eventsSoFar(cwd).find(({ kind }) => kind === 'target-started')?.pid,
      );
      // Whichever process allocates at the limit, the kernel kills the engine first, and then the allocator.
      writeFileSync(`/proc/${engine}/oom_score_adj`, '1000');
      group.limit(group.usedBytes + 50 * 2 ** 20);
      start(
        group,
        ['sh', '-c', 'echo 999 > /proc/$$/oom_score_adj; exec "$@"', 'sh', ...hold(1500)],
        cwd,
      );
      await waitUntil('the engine is killed', () => !existsSync(`/proc/${engine}`) || undefined);
      // The memory of killed processes is free only after a while, and the kernel would kill the run next.
      group.limit(2 ** 40);
      const { code, stdout } = await run.finished;
      expect(code).toBe(3);
      expect(unwrapped(stdout)).toMatch(
        /was killed by SIGKILL, .*: the kernel killed \d process(?:es)? in the cgroup of the target/u,
      );
    });
  },
);
