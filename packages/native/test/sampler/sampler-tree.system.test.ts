import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, it, vi } from 'vitest';
import { createSampler } from '../../src/index.ts';
import { waitUntil } from '../support/wait-until.ts';

const PERIOD_NS = 1_000_000;
/** Limit of a wait that hangs; not a limit of speed. */
const PATIENCE_MS = 60_000;
const SURVEY = { periodNs: 2_000_000, discoveryPeriodNs: 2_000_000, threadsPeriodNs: 4_000_000 };

/** A shell that starts a child on request, prints its PID, and ends with its input. */
function startFamily() {
  const script = 'while read word; do sleep 60 & echo $!; done';
  const parent = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(parent.stdout);
  const { pid } = parent;
  if (pid === undefined) throw new Error('The shell did not start.');
  return {
    pid,
    async bear(): Promise<number> {
      const printed = once(lines, 'line');
      parent.stdin.write('child\n');
      const [line]: unknown[] = await printed;
      return Number(line);
    },
    async end(): Promise<void> {
      const exited = once(parent, 'exit');
      parent.stdin.end();
      await exited;
    },
  };
}

describe('a sampler of a tree', () => {
  it('finds children, keeps those that lose their parent, and ends with the last', async () => {
    const family = startFamily();
    const sampler = createSampler({
      pid: family.pid,
      tree: true,
      periodNs: PERIOD_NS,
      survey: SURVEY,
    });
    const known = () => sampler.processes().map((process) => process.pid);
    const children: number[] = [];
    try {
      children.push(await family.bear());
      sampler.start();
      await waitUntil(() => children.every((pid) => known().includes(pid)));
      children.push(await family.bear());
      await waitUntil(() => children.every((pid) => known().includes(pid)));
      expect(new Set(known())).toEqual(new Set([family.pid, ...children]));

      await family.end();
      const reportOf = (pid: number) => sampler.processes().find((process) => process.pid === pid);
      await waitUntil(() => !Number.isNaN(reportOf(family.pid)?.exitedAtNs));
      expect(sampler.state).toBe('sampling');
      const { sampleCount } = sampler.account();
      await waitUntil(() => sampler.account().sampleCount > sampleCount + 10);
      for (const pid of children) {
        expect(reportOf(pid)).toMatchObject({ parentPid: family.pid, exitedAtNs: Number.NaN });
      }
    } finally {
      // They belong to this test: the shell that started them has ended.
      for (const pid of children) process.kill(pid);
    }
    await waitUntil(() => sampler.state === 'exited');
    sampler.stop();
    expect(sampler.account().processes).toMatchObject({
      found: 3,
      ended: 0,
      noRoom: 0,
      forbidden: 0,
      unreadable: 0,
      forgotten: 0,
    });
    expect(sampler.drain().rssBytes.every((bytes) => bytes > 0)).toBe(true);
  });

  it('reports the survey columns as the kernel does', async () => {
    const family = startFamily();
    await family.bear().then((pid) => process.kill(pid));
    const sampler = createSampler({ pid: family.pid, periodNs: PERIOD_NS, survey: SURVEY });
    try {
      sampler.start();
      await waitUntil(() => (sampler.account().survey?.ticks ?? 0) >= 5);
      const reported = () => {
        const [report] = sampler.processes();
        return {
          program: report?.program,
          tickAnon: report?.anonBytes.last,
          anon: report?.surveyed.column('processMemory', 'anonBytes').last,
          file: report?.surveyed.column('processMemory', 'fileBytes').last,
          swap: report?.surveyed.column('processMemory', 'swapBytes').last,
          peak: report?.surveyed.column('processMemory', 'peakRssBytes').last,
          threads: report?.surveyed.column('processCpu', 'threads').last,
        };
      };
      const byKernel = () => {
        const status = readFileSync(`/proc/${family.pid}/status`, 'utf8');
        const bytes = (key: string) =>
          Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024;
        return {
          program: 'sh',
          tickAnon: bytes('RssAnon'),
          anon: bytes('RssAnon'),
          file: bytes('RssFile'),
          swap: bytes('VmSwap'),
          peak: bytes('VmHWM'),
          threads: 1,
        };
      };
      // The shell does not change once it waits for its input.
      await vi.waitFor(() => expect(reported()).toEqual(byKernel()), PATIENCE_MS);
      sampler.stop();
      const rows = sampler.drainSurvey();
      expect(rows?.processMemory.count).toBeGreaterThanOrEqual(5);
      expect(rows?.processMemory.column('anonBytes').at(-1)).toBe(byKernel().anon);
      expect(new Set(rows?.processCpu.pid)).toEqual(new Set([family.pid]));
      expect(rows?.processScheduling.column('voluntarySwitches').at(-1)).toBeGreaterThan(0);
    } finally {
      sampler.stop();
      await family.end();
    }
  });

  it('reports the machine and the cgroup, and reasons for what is missing', async () => {
    const sampler = createSampler({ pid: process.pid, periodNs: PERIOD_NS, survey: SURVEY });
    sampler.start();
    await waitUntil(() => (sampler.account().survey?.ticks ?? 0) >= 3);
    sampler.stop();
    const surveyed = sampler.surveyed();
    const total = Number(/MemTotal:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]);
    expect(surveyed.column('machineMemory', 'totalBytes').last).toBe(total * 1024);
    expect(surveyed.column('machineCpu', 'busyNs').last).toBeGreaterThan(0);
    const missing = sampler.missing();
    const { count, last } = surveyed.column('cgroupMemory', 'currentBytes');
    expect(count === 0 || last > 0).toBe(true);
    expect(count > 0 || missing.some((reason) => reason.includes('cgroup'))).toBe(true);
    const rows = sampler.drainSurvey();
    expect(rows?.machineMemory.column('totalBytes').at(-1)).toBe(total * 1024);
  });

  it('reads neither the machine nor the cgroup on request', async () => {
    const sampler = createSampler({
      pid: process.pid,
      periodNs: PERIOD_NS,
      survey: { ...SURVEY, machine: false, cgroup: false },
    });
    sampler.start();
    await waitUntil(() => (sampler.account().survey?.ticks ?? 0) >= 3);
    sampler.stop();
    expect(sampler.missing()).toEqual([]);
    expect(sampler.surveyed().column('machineMemory', 'totalBytes').count).toBe(0);
    expect(sampler.drainSurvey()?.machineMemory.count).toBe(0);
  });

  it('samples several requested processes', async () => {
    const families = [startFamily(), startFamily()];
    const pids = families.map((family) => family.pid);
    const sampler = createSampler({ pids, periodNs: PERIOD_NS });
    sampler.start();
    await waitUntil(() => sampler.account().ticks >= 10);
    sampler.stop();
    await Promise.all(families.map((family) => family.end()));
    expect(new Set(sampler.drain().pid)).toEqual(new Set(pids));
    expect(sampler.drainSurvey()).toBeUndefined();
    const { sampleCount, ticks } = sampler.account();
    expect(sampleCount).toBe(2 * ticks);
  });

  it('needs something to sample', () => {
    expect(() => createSampler({ periodNs: PERIOD_NS })).toThrow(/Nothing to sample/);
  });
});
