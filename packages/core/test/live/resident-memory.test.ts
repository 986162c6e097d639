import { describe, expect, it } from 'vitest';
import { ResidentMemory } from '../../src/live/resident-memory.ts';
import { samplesFrom, type SampleColumns } from '../../src/stream/columns/sample-columns.ts';

/** Rows of [milliseconds, pid, bytes]. */
function batch(...rows: readonly (readonly [number, number, number])[]): SampleColumns {
  const timeNs = Float64Array.from(rows, ([ms]) => ms * 1e6);
  const rssBytes = Float64Array.from(rows, ([, , bytes]) => bytes);
  const none = new Float64Array(rows.length).fill(Number.NaN);
  return samplesFrom(
    rows.length,
    Int32Array.from(rows, ([, pid]) => pid),
    (name) => (name === 'timeNs' ? timeNs : name === 'rssBytes' ? rssBytes : none),
  );
}

describe('ResidentMemory', () => {
  it('adds up the processes of a tick, and keeps the highest sum', () => {
    const memory = new ResidentMemory();
    memory.begin();
    memory.add(batch([1, 7, 100], [1, 8, 50], [2, 7, 300], [2, 8, 60], [3, 7, 90]));
    expect(memory.residentBytes).toBe(90);
    expect(memory.processes).toBe(1);
    expect(memory.phasePeakBytes).toBe(360);
    expect(Math.max(...memory.trace(4e6, 1))).toBe(360);
  });

  it('ignores unreadable values, and returns NaN when all are unreadable', () => {
    const memory = new ResidentMemory();
    memory.add(batch([1, 7, 100], [1, 8, Number.NaN]));
    expect(memory.residentBytes).toBe(100);
    memory.add(batch([2, 7, Number.NaN]));
    expect(memory.residentBytes).toBeNaN();
    expect(memory.peakBytes).toBe(100);
  });

  it('starts over with each phase, except for the overall peak', () => {
    const memory = new ResidentMemory();
    memory.add(batch([1, 7, 100]));
    memory.end();
    expect(memory.residentBytes).toBeNaN();
    expect(memory.phasePeakBytes).toBe(100);
    memory.begin();
    expect(memory.phasePeakBytes).toBeNaN();
    memory.add(batch([2, 9, 40]));
    expect(memory.phasePeakBytes).toBe(40);
    expect(memory.peakBytes).toBe(100);
  });

  it('reports the sampling rate for any number of processes', () => {
    const memory = new ResidentMemory();
    memory.begin();
    for (let ms = 0; ms < 1000; ms += 2) memory.add(batch([ms, 7, 1], [ms, 8, 1], [ms, 9, 1]));
    expect(memory.samplingHz(1000e6)).toBeCloseTo(500, 5);
    memory.end();
    expect(memory.samplingHz(1000e6)).toBeNaN();
  });

  it('accepts rows without a timestamp', () => {
    const memory = new ResidentMemory();
    memory.add(batch([Number.NaN, 7, 100], [Number.NaN, 8, 100]));
    expect(memory.samplingHz(1e9)).toBeNaN();
  });
});
