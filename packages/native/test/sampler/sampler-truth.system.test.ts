import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSampler, type NativeSampler } from '../../src/index.ts';
import { PageToucher, PageToucherProgram, pageBytes } from '../support/page-toucher.ts';
import { waitUntil } from '../support/wait-until.ts';

const PERIOD_NS = 1_000_000;

describe('a child that touches memory', () => {
  let program: PageToucherProgram;
  let child: PageToucher;
  let sampler: NativeSampler;

  beforeAll(() => {
    program = new PageToucherProgram();
  });
  afterAll(() => program.remove());

  beforeEach(async () => {
    child = new PageToucher(program);
    // Touches the pages that a step itself needs, so that later steps add only their own.
    await child.touch(0);
    sampler = createSampler({ pid: child.pid, periodNs: PERIOD_NS });
    sampler.start();
  });
  afterEach(async () => {
    sampler.stop();
    await child.end();
  });

  /** RSS in a sample taken after this call. */
  async function rssFromNowOn(): Promise<number> {
    const nowNs = Number(process.hrtime.bigint());
    await waitUntil(() => sampler.account().lastAtNs > nowNs);
    return sampler.account().lastRssBytes;
  }

  it('is measured to the page: 1,000 pages in steps of 100', async () => {
    const page = pageBytes();
    const before = await rssFromNowOn();
    const steps: number[] = [];
    for (let step = 0; step < 10; step++) {
      await child.touch(100);
      steps.push((await rssFromNowOn()) - before);
    }
    expect(steps).toEqual(Array.from({ length: 10 }, (_, step) => (step + 1) * 100 * page));
    const { peakRssBytes, firstRssBytes } = sampler.account();
    expect(peakRssBytes - firstRssBytes).toBe(1000 * page);
  });

  it('has the same values in rows and totals', async () => {
    await rssFromNowOn();
    await child.touch(50);
    await rssFromNowOn();
    sampler.stop();
    const rows = sampler.drain();
    const totals = sampler.account();
    expect(rows.count).toBe(totals.sampleCount);
    expect(Math.max(...rows.rssBytes)).toBe(totals.peakRssBytes);
    expect(Math.min(...rows.rssBytes)).toBe(totals.lowestRssBytes);
    expect(rows.rssBytes[0]).toBe(totals.firstRssBytes);
    expect(rows.rssBytes[rows.count - 1]).toBe(totals.lastRssBytes);
    expect(rows.timeNs[rows.rssBytes.indexOf(totals.peakRssBytes)]).toBe(totals.peakAtNs);
    expect([...rows.timeNs]).toEqual([...rows.timeNs].toSorted((a, b) => a - b));
    expect(new Set(rows.pid)).toEqual(new Set([child.pid]));
    expect(totals.averageRssBytes).toBeGreaterThanOrEqual(totals.lowestRssBytes);
    expect(totals.averageRssBytes).toBeLessThanOrEqual(totals.peakRssBytes);
  });

  it('has exited once it is gone: a timestamp, no row of 0 bytes, and sampling has ended', async () => {
    await rssFromNowOn();
    const endingNs = Number(process.hrtime.bigint());
    await child.end();
    await waitUntil(() => sampler.state === 'exited');
    const totals = sampler.account();
    expect(totals.exitedAtNs).toBeGreaterThan(endingNs);
    expect(totals.lowestRssBytes).toBeGreaterThan(0);
    expect(sampler.drain().rssBytes.every((bytes) => bytes > 0)).toBe(true);
    sampler.stop();
    expect(sampler.state).toBe('stopped');
  });
});
