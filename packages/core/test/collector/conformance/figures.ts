import { expect, it } from 'vitest';
import { nowNs } from '../../../src/stream/clock.ts';
import { startFamily, startIdleProcess } from '../child-process.ts';
import { waitUntil } from '../../wait-until.ts';
import { HZ, sampling, totalsPerTick, type Subject } from './subject.ts';

const PERIOD_NS = 1e9 / HZ;
const GROWTH_BYTES = 32 * 2 ** 20;

/** Values that samplers report. */
export function checkFigures(subject: Subject): void {
  it('passes on samples in chronological order, each once, on the clock of all timestamps', async () => {
    const fromNs = nowNs();
    const { sampler, batches, all } = sampling(subject);
    sampler.start();
    await waitUntil(() => (sampler.drain(), batches.length >= 4));
    sampler.stop();
    const { timeNs, count } = all();
    expect([...timeNs]).toEqual([...timeNs].toSorted((one, other) => one - other));
    expect(new Set(timeNs).size).toBe(count);
    expect(timeNs[0]).toBeGreaterThanOrEqual(fromNs);
    expect(timeNs.at(-1)).toBeLessThanOrEqual(nowNs());
  });

  it('keeps the exact peak of its samples', async () => {
    const { sampler, all } = sampling(subject);
    sampler.start();
    await waitUntil(() => (sampler.drain(), all().count >= 3));
    const before = Math.max(...all().rssBytes);
    const held: Buffer[] = [];
    let seen = 0;
    // An allocation may free garbage of an earlier test, and then adds nothing.
    await waitUntil(() => {
      if (all().count > seen) held.push(Buffer.alloc(GROWTH_BYTES, 1));
      seen = all().count;
      sampler.drain();
      return (all().rssBytes.at(-1) ?? 0) > before + GROWTH_BYTES;
    });
    sampler.stop();
    const { peakRssBytes, peakAtNs } = sampler.summary();
    const { rssBytes, timeNs } = all();
    expect(held.at(-1)).toHaveLength(GROWTH_BYTES);
    expect(peakRssBytes).toBe(Math.max(...rssBytes));
    expect(rssBytes[timeNs.indexOf(peakAtNs)]).toBe(peakRssBytes);
    expect(peakRssBytes - before).toBeGreaterThan(GROWTH_BYTES);
  });

  it('accounts for every deadline and every sample', async () => {
    const { sampler, all } = sampling(subject);
    sampler.start();
    await waitUntil(() => (sampler.drain(), all().count >= 5));
    // A sampler on this thread now misses deadlines, and reports them.
    const busyUntilNs = nowNs() + 10 * PERIOD_NS;
    while (nowNs() < busyUntilNs);
    await waitUntil(() => (sampler.drain(), (all().timeNs.at(-1) ?? 0) > busyUntilNs));
    sampler.stop();
    const stoppedNs = nowNs();
    const { timeNs, latenessNs, count } = all();
    const { quality: account } = sampler.summary();
    const deadlineNs = (row: number): number => (timeNs.at(row) ?? NaN) - (latenessNs.at(row) ?? 0);
    const periods = (deadlineNs(-1) - deadlineNs(0)) / PERIOD_NS;
    expect(account.sampleCount).toBe(count + account.droppedSamples);
    expect(account.tickCount).toBe(account.sampleCount);
    // A timer serves the last deadline before it is due, and deadlines after the last sample were also missed.
    const afterNs = stoppedNs - deadlineNs(-1);
    const accounted = account.tickCount + account.missedTicks - 1;
    expect(accounted).toBeGreaterThanOrEqual(periods - 1);
    expect(accounted).toBeLessThanOrEqual(periods + afterNs / PERIOD_NS + 1);
    expect(account.source).toBe(subject.source);
    expect(account).toMatchObject({ requestedHz: HZ, processes: 1, rateReductions: 0 });
    expect(account.latenessUs.max).toBeGreaterThanOrEqual(account.latenessUs.p50);
    expect(account.samplerCpuUtilization).toBeGreaterThan(0);
    expect(account.samplerCpuUtilization).toBeLessThan(1);
    expect(account.sourceReason === undefined).toBe(subject.source === 'native');
  });

  it('reads monotonically growing CPU time', async () => {
    const { sampler, all } = sampling(subject);
    sampler.start();
    await waitUntil(() => (sampler.drain(), all().count >= 5));
    sampler.stop();
    const { cpuNs } = all();
    expect([...cpuNs]).toEqual([...cpuNs].toSorted((one, other) => one - other));
    expect(cpuNs.at(-1)).toBeGreaterThan(cpuNs[0] ?? Number.NaN);
  });

  it('reads another process', async () => {
    const child = await startIdleProcess();
    const { sampler, all } = sampling(subject, { pid: child.pid });
    sampler.start();
    await waitUntil(() => (sampler.drain(), all().count >= 3));
    sampler.stop();
    const { pid, rssBytes, sharedBytes, heapUsedBytes } = all();
    expect(new Set(pid)).toEqual(new Set([child.pid]));
    expect(Math.max(...rssBytes)).toBeLessThan(32 * 2 ** 20);
    expect(rssBytes[0]).toBeGreaterThanOrEqual(sharedBytes[0] ?? Number.NaN);
    expect(heapUsedBytes[0]).toBeNaN();
  });

  it('finds children, sums them, and distinguishes their end from that of the tree', async () => {
    const family = await startFamily();
    const { sampler, all } = sampling(subject, { pid: family.parent, tree: true });
    sampler.start();
    await waitUntil(() => (sampler.drain(), new Set(all().pid).size === 2));
    process.kill(family.child, 'SIGKILL');
    const seenUntilNs = (pid: number): number => all().timeNs[all().pid.lastIndexOf(pid)] ?? 0;
    await waitUntil(
      () => (sampler.drain(), seenUntilNs(family.parent) > seenUntilNs(family.child)),
    );
    sampler.stop();
    expect(sampler.exitedAtNs()).toBeNaN();
    expect(sampler.summary().quality.processes).toBe(2);
    expect(sampler.summary().peakRssBytes).toBe(Math.max(...totalsPerTick(all())));
    expect(Math.min(...all().rssBytes)).toBeGreaterThan(0);
    expect(sampler.missing().filter((reason) => /child/i.test(reason))).toEqual([]);
  });

  it('reads the heap of this process on request, and reports the source', async () => {
    const { sampler, all } = sampling(subject, { heap: true });
    sampler.start();
    await waitUntil(() => (sampler.drain(), all().count >= 5));
    sampler.stop();
    const heap = sampler.heap();
    const largest = Math.max(...[...all().heapUsedBytes].filter((bytes) => !Number.isNaN(bytes)));
    expect(largest).toBeGreaterThan(1e6);
    expect(heap?.peakUsedBytes).toBeGreaterThanOrEqual(largest);
    expect(heap?.source === 'v8').toBe(heap?.reason === undefined);
    expect(sampling(subject).sampler.heap()).toBeUndefined();
  });

  it('runs alongside others of its kind', async () => {
    const two = [sampling(subject), sampling(subject, { heap: true })];
    for (const { sampler } of two) sampler.start();
    for (const { sampler, all } of two) {
      await waitUntil(() => (sampler.drain(), all().count >= 3));
    }
    two[0]?.sampler.stop();
    const [ended, other] = two.map(({ all }) => all().count);
    await waitUntil(() => (two[1]?.sampler.drain(), (two[1]?.all().count ?? 0) > (other ?? 0) + 2));
    expect(two[0]?.all().count).toBe(ended);
  });
}
