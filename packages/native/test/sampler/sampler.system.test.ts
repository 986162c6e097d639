import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSampler, SamplerError, type SamplerOptions } from '../../src/index.ts';
import { waitUntil } from '../support/wait-until.ts';

const PERIOD_NS = 1_000_000;

function own(options: Partial<SamplerOptions> = {}) {
  return createSampler({ pid: process.pid, periodNs: PERIOD_NS, ...options });
}

function failure(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('a sampler', () => {
  it('has measured nothing before the start', () => {
    const sampler = own();
    expect(sampler.state).toBe('created');
    expect(sampler.drain().count).toBe(0);
    expect(sampler.account()).toMatchObject({
      ticks: 0,
      peakRssBytes: Number.NaN,
      latenessP50Ns: Number.NaN,
      startedAtNs: Number.NaN,
      cpuNs: 0,
    });
  });

  it('may be started twice, stopped twice, and drained and read after the stop', async () => {
    const sampler = own();
    sampler.start();
    sampler.start();
    expect(sampler.state).toBe('sampling');
    await waitUntil(() => sampler.account().sampleCount >= 10);
    sampler.stop();
    sampler.stop();
    expect(sampler.state).toBe('stopped');
    expect(sampler.drain().count).toBe(sampler.account().sampleCount);
    expect(sampler.drain().count).toBe(0);
    expect(sampler.account().cpuNs).toBeGreaterThan(0);
  });

  it('does not restart after the stop, and suggests a fix', () => {
    const sampler = own();
    sampler.stop();
    expect(() => sampler.start()).toThrow(/stopped.*Create a new one/);
  });

  it.each([
    ['that it can keep', 1_000_000, 50, 0],
    ['that it cannot keep', 1_000, 2_000, 1],
  ])(
    'accounts for every deadline %s: served or missed',
    async (_, periodNs, ticks, leastMissed) => {
      const sampler = own({ periodNs, cpuBudget: Infinity });
      sampler.start();
      await waitUntil(() => sampler.account().ticks >= ticks);
      sampler.stop();
      const totals = sampler.account();
      const rows = sampler.drain();
      const slots = [...rows.timeNs].map(
        (timeNs, index) => (timeNs - (rows.latenessNs[index] ?? 0) - totals.startedAtNs) / periodNs,
      );
      expect(slots.every((slot) => Number.isInteger(slot))).toBe(true);
      expect(new Set(slots).size).toBe(slots.length);
      expect(slots.length).toBe(totals.ticks);
      // The last tick may itself have missed deadlines after it.
      const upToLastTick = (slots.at(-1) ?? 0) + 1;
      expect(totals.ticks + totals.missedTicks).toBeGreaterThanOrEqual(upToLastTick);
      expect(totals.missedTicks).toBeGreaterThanOrEqual(leastMissed);
      expect(totals.ticks).toBe(totals.sampleCount + totals.readErrors);
    },
  );

  it('counts rows dropped by a full ring, and includes them in its totals', async () => {
    const sampler = own({ ringSlots: 8 });
    sampler.start();
    await waitUntil(() => sampler.account().sampleCount >= 20);
    const ballast = Buffer.alloc(32 * 1024 * 1024, 1);
    const nowNs = Number(process.hrtime.bigint());
    await waitUntil(() => sampler.account().lastAtNs > nowNs);
    sampler.stop();
    const rows = sampler.drain();
    const totals = sampler.account();
    expect(rows.count).toBe(8);
    expect(totals.droppedSamples).toBe(totals.sampleCount - 8);
    expect(totals.peakRssBytes - totals.firstRssBytes).toBeGreaterThan(ballast.length / 2);
    expect(totals.peakRssBytes).toBeGreaterThan(Math.max(...rows.rssBytes));
  });

  it('continues to write rows after a full ring was drained', async () => {
    const sampler = own({ ringSlots: 8 });
    sampler.start();
    await waitUntil(() => sampler.account().droppedSamples > 0);
    const first = sampler.drain();
    await waitUntil(() => sampler.drain().count > 0);
    sampler.stop();
    expect(first.count).toBe(8);
  });

  it('reports resident and shared bytes as the kernel does', async () => {
    const sampler = own();
    sampler.start();
    await waitUntil(() => sampler.account().sampleCount >= 3);
    const [, resident = 0, shared = 0] = readFileSync('/proc/self/statm', 'utf8')
      .split(' ')
      .map(Number);
    sampler.stop();
    const rows = sampler.drain();
    // This process keeps allocating between both reads.
    expect((rows.rssBytes.at(-1) ?? 0) / (resident * 4096)).toBeCloseTo(1, 1);
    expect((rows.sharedBytes.at(-1) ?? 0) / (shared * 4096)).toBeCloseTo(1, 1);
  });

  it('works with other samplers in the same process', async () => {
    const samplers = Array.from({ length: 4 }, () => own());
    for (const sampler of samplers) sampler.start();
    await waitUntil(() => samplers.every((sampler) => sampler.account().sampleCount >= 10));
    for (const sampler of samplers) sampler.stop();
    for (const sampler of samplers) {
      expect(sampler.drain().count).toBe(sampler.account().sampleCount);
    }
  });
});

describe('a sampler cannot be created', () => {
  it('for a process that does not exist', () => {
    const error = failure(() => createSampler({ pid: 2 ** 30, periodNs: PERIOD_NS }));
    expect(error).toBeInstanceOf(SamplerError);
    expect(error).toMatchObject({ code: 'NO_SUCH_PROCESS', pids: [2 ** 30] });
  });

  it('for a zombie', async () => {
    // The child ends only after sleep has replaced the shell, and sleep never waits for a child.
    const parent = spawn('sh', ['-c', 'exec 3<&0; cat <&3 & echo $!; exec sleep 60'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    try {
      const [line]: unknown[] = await once(parent.stdout, 'data');
      const pid = Number(String(line));
      await waitUntil(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8') === 'sleep\n');
      parent.stdin.end();
      await waitUntil(() => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '));
      expect(failure(() => createSampler({ pid, periodNs: PERIOD_NS }))).toMatchObject({
        name: 'SamplerError',
        code: 'ZOMBIE',
        pids: [pid],
      });
    } finally {
      parent.kill();
    }
  });

  it.each<[string, Partial<SamplerOptions>]>([
    ['pids', { pid: 1.5 }],
    ['pids', { pid: 0 }],
    ['cpuShare', { cpuBudget: 0 }],
    ['softLimitBytes', { guard: { softLimitBytes: -1 } }],
    ['stopSignal', { guard: { hardLimitBytes: 1, stopSignal: 'SIGKILL' } }],
    ['periodNs', { periodNs: 10 }],
    ['periodNs', { periodNs: Number.NaN }],
    ['ringSlots', { ringSlots: 1000 }],
  ])('with an option out of range: %s', (name, options) => {
    expect(failure(() => own(options))).toMatchObject({
      name: 'RangeError',
      message: expect.stringContaining(name),
    });
  });
});
