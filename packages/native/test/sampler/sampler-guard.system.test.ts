import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSampler } from '../../src/index.ts';
import { PageToucher, PageToucherProgram, pageBytes } from '../support/page-toucher.ts';
import { waitUntil } from '../support/wait-until.ts';

const PERIOD_NS = 1_000_000;
/** Limit of a blocking wait, after which it counts as hanging. */
const PATIENCE_NS = 60e9;

function nowNs(): number {
  return Number(process.hrtime.bigint());
}

describe('the memory guard', () => {
  let program: PageToucherProgram;
  beforeAll(() => {
    program = new PageToucherProgram();
  });
  afterAll(() => program.remove());

  /** A child and its RSS at rest. */
  async function startChild() {
    const child = new PageToucher(program);
    await child.touch(0);
    const probe = createSampler({ pid: child.pid, periodNs: PERIOD_NS });
    probe.start();
    await waitUntil(() => probe.account().sampleCount > 0);
    probe.stop();
    return { child, restBytes: probe.account().lastRssBytes };
  }

  it('reports each limit in the tick that crosses it, with bytes, and sends no signal unless requested', async () => {
    const { child, restBytes } = await startChild();
    const page = pageBytes();
    const sampler = createSampler({
      pid: child.pid,
      periodNs: PERIOD_NS,
      guard: { softLimitBytes: restBytes + 100 * page, hardLimitBytes: restBytes + 200 * page },
    });
    sampler.start();
    await child.touch(100);
    const reachedNs = nowNs();
    await waitUntil(() => sampler.account().lastAtNs > reachedNs);
    expect(sampler.guardLevel).toBe('below');
    await child.touch(1);
    await waitUntil(() => sampler.guardLevel === 'soft');
    await child.touch(150);
    await waitUntil(() => sampler.guardLevel === 'hard');
    sampler.stop();
    const { guard } = sampler.account();
    expect(guard.soft.bytes - restBytes).toBeGreaterThan(100 * page);
    expect(guard.hard.bytes - restBytes).toBeGreaterThan(200 * page);
    expect(guard.hard.atNs).toBeGreaterThan(guard.soft.atNs);
    expect(guard.signalled).toBe(0);
    const rows = sampler.drain();
    const crossing = rows.rssBytes.findIndex((bytes) => bytes > restBytes + 200 * page);
    expect(rows.timeNs[crossing]).toBe(guard.hard.atNs);
    await child.end();
  });

  it('stops the process at the hard limit while the JavaScript thread is blocked', async () => {
    const { child, restBytes } = await startChild();
    const sampler = createSampler({
      pid: child.pid,
      periodNs: PERIOD_NS,
      guard: { hardLimitBytes: restBytes + 1000 * pageBytes(), stopSignal: 'SIGKILL' },
    });
    sampler.start();
    child.send(2000);
    // No turn of the event loop from here on: only a thread of its own can stop the child.
    const hangsAtNs = nowNs() + PATIENCE_NS;
    while (sampler.state !== 'exited' && nowNs() < hangsAtNs);
    expect(sampler.state).toBe('exited');
    expect(sampler.account().guard.signalled).toBe(1);
    sampler.stop();
    await child.end();
    expect(child.signal).toBe('SIGKILL');
  });

  it('stops every sampled process', async () => {
    const { child } = await startChild();
    const other = new PageToucher(program);
    const sampler = createSampler({
      pids: [child.pid, other.pid],
      periodNs: PERIOD_NS,
      guard: { hardLimitBytes: 1, stopSignal: 'SIGTERM' },
    });
    sampler.start();
    await waitUntil(() => sampler.state === 'exited');
    expect(sampler.account().guard.signalled).toBe(2);
    sampler.stop();
    await Promise.all([child.end(), other.end()]);
    expect([child.signal, other.signal]).toEqual(['SIGTERM', 'SIGTERM']);
  });
});

it('a sampler over its budget lowers its rate and reports it', async () => {
  const sampler = createSampler({ pid: process.pid, periodNs: 20_000, cpuBudget: 0.02 });
  sampler.start();
  await waitUntil(() => sampler.account().rateReductions > 0);
  sampler.stop();
  const totals = sampler.account();
  // The current period may be back at the requested one: the budget has room while other work has the cores.
  expect(totals.longestPeriodNs).toBeGreaterThan(totals.periodNs);
  expect(totals.longestPeriodNs).toBeGreaterThanOrEqual(totals.presentPeriodNs);
  expect(totals.presentPeriodNs % totals.periodNs).toBe(0);
});
