import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readEdge, resetKernelPeak } from '../../src/collector/process-edges.ts';

/** A value of this process's status, bytes. */
function statusBytes(name: string): number {
  const [, kibibytes] =
    new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kibibytes) * 1024;
}

it('reports proportional memory and the high-water mark as survey values', async () => {
  const { values, missing } = await readEdge(process.pid);
  const byColumn = new Map(values.map((value) => [value.column, value]));
  const pss = byColumn.get('edge.pssBytes')?.value ?? Number.NaN;
  const peak = byColumn.get('edge.peakRssBytes')?.value ?? Number.NaN;
  expect(missing).toEqual([]);
  expect(pss).toBeGreaterThan(0);
  expect(pss).toBeLessThanOrEqual(peak);
  expect(peak).toBeGreaterThan(statusBytes('VmRSS') / 2);
  expect(
    [...byColumn.values()].every(({ pid, source }) => pid === process.pid && source === 0),
  ).toBe(true);
});

it('resets the high-water mark only on request', async () => {
  // Memory has grown and shrunk again: the mark stays above RSS.
  const grown = new Uint8Array(200 * 2 ** 20).fill(1);
  expect(grown[grown.length - 1]).toBe(1);
  await readEdge(process.pid);
  expect(statusBytes('VmHWM')).toBeGreaterThanOrEqual(200 * 2 ** 20);
  expect(await resetKernelPeak(process.pid)).toBeUndefined();
  expect(statusBytes('VmHWM')).toBeLessThanOrEqual(statusBytes('VmRSS') * 1.5);
});

it('reports the reason and no values when the process is gone', async () => {
  const gone = 2 ** 22 - 1;
  expect(await readEdge(gone)).toMatchObject({
    values: [],
    missing: [expect.stringContaining(String(gone))],
  });
  expect(await resetKernelPeak(gone)).toContain(String(gone));
});
