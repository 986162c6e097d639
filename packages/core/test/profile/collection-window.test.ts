import { describe, expect, it } from 'vitest';
import { memoryProfile } from '../../src/metric/contract/memory-profile.ts';
import { CollectionWindow } from '../../src/profile/collection-window.ts';
import { samplesFrom, type SampleColumns } from '../../src/stream/columns/sample-columns.ts';
import { quietSampling } from '../stream/built/quiet-sampling.ts';

const summary = {
  pid: 1,
  peakRssBytes: Number.NaN,
  peakAtNs: Number.NaN,
  quality: quietSampling(),
};

/** Rows 1 ms apart, of one process, or of two with equal timestamps. */
function rows(rssBytes: readonly number[], processes = 1): SampleColumns {
  const count = rssBytes.length;
  const columns: Partial<Record<string, Float64Array>> = {
    timeNs: Float64Array.from({ length: count }, (_, row) => Math.floor(row / processes) * 1e6),
    rssBytes: Float64Array.from(rssBytes),
  };
  const unread = new Float64Array(count).fill(Number.NaN);
  return samplesFrom(count, new Int32Array(count), (name) => columns[name] ?? unread);
}

describe('a window over a long collection', () => {
  it('keeps few points, every spike, and the exact average of all samples', () => {
    const rssBytes = Array.from({ length: 200_000 }, (_, row) => 1e8 + (row % 7));
    rssBytes[123_456] = 9e9;
    const window = new CollectionWindow(0);
    window.add(rows(rssBytes));
    const endNs = 200_000 * 1e6;
    const streams = window.streams(endNs, summary);
    expect(streams.samples.count).toBeLessThanOrEqual(4096);
    const { timeline, peak } = memoryProfile(streams);
    expect(timeline.length).toBeLessThanOrEqual(2000);
    expect(peak).toBe(9e9);
    const sum = rssBytes.reduce((total, bytes) => total + bytes, 0);
    expect(window.residentBytes.averageUntil(endNs)).toBeCloseTo(sum / rssBytes.length, 3);
  });

  it('adds up the processes of a tick', () => {
    const window = new CollectionWindow(0);
    window.add(rows([1e6, 2e6, 3e6, 4e6], 2));
    expect([...window.streams(2e6, summary).samples.rssBytes]).toEqual([3e6, 7e6]);
  });

  it('excludes earlier samples', () => {
    const window = new CollectionWindow(1e6);
    window.add(rows([5e6, 1e6, 2e6]));
    expect(window.residentBytes).toMatchObject({ first: 1e6, last: 2e6, peak: 2e6 });
  });
});
