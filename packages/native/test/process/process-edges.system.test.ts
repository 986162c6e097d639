import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSampler, readProcessEdges, resetPeakRss } from '../../src/index.ts';
import { PageToucher, PageToucherProgram, pageBytes } from '../support/page-toucher.ts';

/**
 * The resident size that the kernel sums over all CPUs. The peak that a reset leaves is not summed:
 * it can be pages too high when the process ran on several CPUs.
 */
function summedRssBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

describe('process edges', () => {
  let program: PageToucherProgram;
  let child: PageToucher;
  beforeAll(() => {
    program = new PageToucherProgram();
  });
  afterAll(() => program.remove());
  beforeEach(async () => {
    child = new PageToucher(program);
    // Touches the pages that releasing memory itself needs.
    await child.touch(1);
    await child.touch(-1);
  });
  afterEach(() => child.end());

  it('report the peak since the reset, exact to the page while memory only grows', async () => {
    const page = pageBytes();
    await child.touch(2000);
    await child.touch(-2000);
    await resetPeakRss({ pid: child.pid });
    const atReset = summedRssBytes(child.pid);
    await child.touch(700);
    const after = await readProcessEdges({ pid: child.pid });
    expect(after.peakRssBytes - atReset).toBe(700 * page);
  });

  it('report a released peak as exactly as the counters of the kernel', async () => {
    const page = pageBytes();
    // The child counts on one CPU, whose count may be a batch too low or too high, at the reset and at the peak.
    const batchPages = Math.max(32, 2 * cpus().length);
    await resetPeakRss({ pid: child.pid });
    const atReset = await readProcessEdges({ pid: child.pid });
    await child.touch(2000);
    await child.touch(-2000);
    const after = await readProcessEdges({ pid: child.pid });
    const peakPages = (after.peakRssBytes - atReset.peakRssBytes) / page;
    expect(Math.abs(peakPages - 2000)).toBeLessThanOrEqual(2 * batchPages);
  });

  it('report the proportional size: all of a private page, a part of a shared one', async () => {
    const before = await readProcessEdges({ pid: child.pid });
    await child.touch(500);
    const after = await readProcessEdges({ pid: child.pid });
    expect(after.pssAnonBytes - before.pssAnonBytes).toBe(500 * pageBytes());
    expect(after.privateBytes - before.privateBytes).toBe(500 * pageBytes());
    expect(after.pssBytes).toBeLessThan(after.peakRssBytes);
    expect(after.pssBytes).toBeGreaterThanOrEqual(after.privateBytes);
    expect(after).toMatchObject({ pid: child.pid, hugetlbBytes: 0, missing: [] });
  });

  it('reject another process with the same ID', async () => {
    const [report] = createSampler({ pid: child.pid, periodNs: 1e6 }).processes();
    const startTicks = report?.startTicks ?? 0;
    await expect(readProcessEdges({ pid: child.pid, startTicks })).resolves.toBeDefined();
    const other = { pid: child.pid, startTicks: startTicks + 1 };
    await expect(readProcessEdges(other)).rejects.toMatchObject({ code: 'NO_SUCH_PROCESS' });
    await expect(resetPeakRss(other)).rejects.toMatchObject({ code: 'NO_SUCH_PROCESS' });
  });

  it('of a missing process are an error that names it', async () => {
    const gone = { pid: 2 ** 30 };
    await expect(readProcessEdges(gone)).rejects.toMatchObject({
      name: 'SamplerError',
      code: 'NO_SUCH_PROCESS',
    });
    await expect(resetPeakRss(gone)).rejects.toMatchObject({ code: 'NO_SUCH_PROCESS' });
  });

  it('that cannot be read are absent, with a reason', async () => {
    const procRoot = mkdtempSync(join(tmpdir(), 'loadcell-edges-'));
    try {
      mkdirSync(join(procRoot, '7'));
      writeFileSync(join(procRoot, '7/stat'), '7 (x) R 1 1 1 0 -1 4 0 0 0 0 0 0 0 0 20 0 1 0 5\n');
      writeFileSync(join(procRoot, '7/status'), 'VmHWM:\t 12 kB\n');
      const edges = await readProcessEdges({ pid: 7, procRoot, startTicks: 5 });
      expect(edges).toMatchObject({ peakRssBytes: 12 * 1024, pssBytes: Number.NaN });
      expect(edges.missing).toEqual([expect.stringContaining('smaps_rollup')]);
    } finally {
      rmSync(procRoot, { recursive: true });
    }
  });
});
