import { describe, expect, it } from 'vitest';
import { liveLines, plainLine } from '../../src/progress/live-lines.ts';
import { FakeSource } from './fake-source.ts';

const asIs = (text: string): string => text;
const palette = {
  bold: asIs,
  dim: asIs,
  green: asIs,
  red: (text: string): string => `<red>${text}</red>`,
};
const view = { title: '[3/3] load', step: 'closed loop, 4 at once', columns: 80, palette };

const busy = new FakeSource(
  {
    answered: 1234,
    failed: 0,
    requestsPerSecond: 312,
    responseTimeMs: { p50: 12.3, p95: 45, p99: 60, count: 1234 },
    timeToFirstTokenMs: { p50: 8, p95: 9, p99: 10, count: 1234 },
    peakResidentBytes: 60 * 2 ** 20,
  },
  { residentBytes: 52 * 2 ** 20, processes: 3, samplingHz: 999.6 },
);
busy.trace = [40 * 2 ** 20, 60 * 2 ** 20, 40 * 2 ** 20];

describe('the live view', () => {
  it('tells where a run is and what it has measured so far', () => {
    expect(liveLines({ ...view, source: busy })).toEqual([
      '[3/3] load · closed loop, 4 at once',
      '█████░░░░░░░░░░░░░░░ 2.5 s, ≥ 7.5 s left · run 12.5 s, ≥ 7.5 s left',
      'requests  1,234 answered, 0 failed · 312/s',
      'response  p50 12.3 ms, p95 45.0 ms · first token p50 8.00 ms, p95 9.00 ms',
      'memory    52.0 MiB now · peak 60.0 MiB · 3 processes · sampled at 1,000 Hz',
      '          ▁█▁ 40.0 MiB to 60.0 MiB',
    ]);
  });

  it('leaves out what is not known, and says what is not sampled', () => {
    expect(liveLines({ ...view, step: '', source: new FakeSource() })).toEqual([
      '[3/3] load',
      '█████░░░░░░░░░░░░░░░ 2.5 s, ≥ 7.5 s left · run 12.5 s, ≥ 7.5 s left',
      'memory    not sampled',
    ]);
    expect(liveLines({ ...view, source: new FakeSource({ isUnderWay: false }) })).toHaveLength(1);
  });

  it('sets failures off, and shows what they do to the quantiles', () => {
    const source = new FakeSource({
      answered: 1,
      failed: 9,
      responseTimeMs: { p50: Infinity, p95: Infinity, p99: Infinity, count: 10 },
    });
    const lines = liveLines({ ...view, source });
    expect(lines).toContain('requests  <red>1 answered, 9 failed</red>');
    expect(lines).toContain('response  p50 ∞, p95 ∞');
  });

  it('names the least number of requests where that is why a phase takes longer', () => {
    const late = new FakeSource(
      { leftMs: Number.NaN, elapsedMs: 11_000, answered: 40, failed: 1, leastRequests: 64 },
      { leftMs: Number.NaN },
    );
    expect(liveLines({ ...view, source: late })[1]).toContain(
      'past planned end: 41 of at least 64 requests',
    );
  });

  it('shows no ETA past the planned end and no bar without a duration', () => {
    const late = new FakeSource({ leftMs: Number.NaN, elapsedMs: 11_000 }, { leftMs: Number.NaN });
    expect(liveLines({ ...view, source: late })[1]).toBe(
      `${'█'.repeat(20)} 11.0 s, past planned end`,
    );
    const open = new FakeSource({ plannedMs: Number.NaN, leftMs: Number.NaN }, { phaseCount: 1 });
    expect(liveLines({ ...view, source: open })[1]).toBe('2.5 s');
  });

  it('has no trace where there is no room for one', () => {
    expect(liveLines({ ...view, columns: 50, source: busy })).toHaveLength(5);
  });
});

describe('one line', () => {
  it('tells a log how a phase stands', () => {
    expect(plainLine({ title: '[3/3] load', step: 'open loop', source: busy })).toBe(
      '[3/3] load: 2.5 s, ≥ 7.5 s left · open loop · 1,234 answered, 0 failed · 312/s · ' +
        'p50 12.3 ms, p95 45.0 ms · memory 52.0 MiB now · peak 60.0 MiB · 3 processes · sampled at 1,000 Hz',
    );
  });
});
