import { describe, expect, it } from 'vitest';
import { PeakTrace } from '../../src/live/peak-trace.ts';

describe('PeakTrace', () => {
  it('shows a spike of one sample in its column', () => {
    const trace = new PeakTrace();
    for (let ms = 0; ms < 60_000; ms += 10) trace.add(ms * 1e6, ms === 30_010 ? 900 : 100);
    const columns = [...trace.columns(59_990e6, 6)];
    expect(columns).toEqual([100, 100, 100, 900, 100, 100]);
  });

  it('returns NaN where nothing was sampled', () => {
    const trace = new PeakTrace();
    trace.add(59e9, 5);
    trace.add(1e9, Number.NaN);
    expect([...trace.columns(59.99e9, 3)]).toEqual([Number.NaN, Number.NaN, 5]);
  });

  it('forgets values older than a minute', () => {
    const trace = new PeakTrace();
    trace.add(10e9, 900);
    trace.add(100e9, 5);
    expect([...trace.columns(100e9, 2)]).toEqual([Number.NaN, 5]);
  });

  it('limits the columns to those it can fill', () => {
    expect(new PeakTrace().columns(0, 1000)).toHaveLength(240);
    expect(new PeakTrace().columns(0, 0)).toHaveLength(1);
  });
});
