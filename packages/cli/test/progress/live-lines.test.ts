import { describe, expect, it } from 'vitest';
import { liveLines, plainLine } from '../../src/progress/live-lines.ts';
import { FakeSource, stage } from './fake-source.ts';

const asIs = (text: string): string => text;
const palette = {
  bold: asIs,
  dim: asIs,
  green: asIs,
  red: (text: string): string => `<red>${text}</red>`,
};
const view = { title: '[3/3] load', step: 'closed: concurrency 4', columns: 80, palette };

const busy = new FakeSource(
  {
    peakResidentBytes: 60 * 2 ** 20,
    stage: stage({
      successful: 1234,
      requestsPerSecond: 312,
      endToEndLatencyMs: { p50: 12.3, p95: 45, p99: 60, count: 1234 },
      timeToFirstTokenMs: { p50: 8, p95: 9, p99: 10, count: 1234 },
    }),
  },
  { residentBytes: 52 * 2 ** 20, processes: 3, samplingHz: 999.6 },
);
busy.trace = [40 * 2 ** 20, 60 * 2 ** 20, 40 * 2 ** 20];

/** An open loop of about 240 requests, half of which have ended. */
const open = stage({
  name: 'open',
  load: { kind: 'open', ratePerSecond: 4, arrivals: 'poisson', durationMs: 60_000 },
  place: { index: 2, count: 2 },
  planned: { bound: 'about', count: 240 },
  successful: 119,
  failed: 1,
  timeToFirstTokenMs: { p50: 38, p95: 61, p99: 70, count: 119 },
  endToEndLatencyMs: { p50: 842, p95: 1050, p99: Infinity, count: 120 },
});

/** The line of requests of a stage. */
function requestsOf(figures: Parameters<typeof stage>[0]): string | undefined {
  const source = new FakeSource({ stage: stage(figures) });
  return liveLines({ ...view, source }).find((line) => line.startsWith('requests'));
}

describe('the live view', () => {
  it('shows the position of the run and the figures of the stage in progress', () => {
    expect(liveLines({ ...view, source: busy })).toEqual([
      '[3/3] load · closed (1 of 2), concurrency 4',
      '█████░░░░░░░░░░░░░░░ 2.5 s, ≥ 7.5 s left · run 12.5 s, ≥ 7.5 s left',
      'requests  1,234 · 0 failed · 312 req/s',
      'latency   TTFT p50 8.00 ms, p95 9.00 ms · end-to-end p50 12.3 ms, p95 45.0 ms',
      'memory    52.0 MiB now · peak 60.0 MiB · 3 processes · sampled at 1,000 Hz',
      '          ▁█▁ 40.0 MiB to 60.0 MiB',
    ]);
  });

  it('shows the progress of a stage until decided', () => {
    const load = { kind: 'closed', concurrency: 4, until: 'decided' } as const;
    const untilDecided = { elapsedMs: 80_000, maxDurationMs: 600_000, nextLook: 512 };
    const phase = {
      plannedMs: Number.NaN,
      leftMs: Number.NaN,
      stage: stage({ load, untilDecided, successful: 299, failed: 1 }),
    };
    const source = new FakeSource(phase);
    expect(liveLines({ ...view, source }).slice(0, 3)).toEqual([
      '[3/3] load · closed (1 of 2), concurrency 4, until decided, 1 min 20 s of at most 10 min 00 s',
      '2.5 s · run 12.5 s, ≥ 7.5 s left',
      'requests  <red>300, next look at 512 · 1 failed</red>',
    ]);
    expect(plainLine({ ...view, source })).toContain(' · 300, next look at 512 requests · ');
  });

  it('counts requests canceled on purpose separately from failed ones', () => {
    const planned = { bound: 'exactly', count: 120 } as const;
    expect(requestsOf({ successful: 40, abandoned: 12, planned })).toBe(
      'requests  52 of 120 · 0 failed · 12 canceled on purpose',
    );
  });

  it('shows the last step until the first request of a stage has ended', () => {
    const source = new FakeSource({ stage: stage() });
    const step = 'preparing prompts: 12 of 64';
    expect(liveLines({ ...view, step, source })[0]).toBe(`[3/3] load · ${step}`);
    expect(liveLines({ ...view, step: '', source })[0]).toBe(
      '[3/3] load · closed (1 of 2), concurrency 4',
    );
  });

  it('omits the position of an only stage and shows the value of a level', () => {
    const level = {
      sweep: 'sweep',
      parameter: 'inputTokens',
      value: 512,
      neededAttainment: 0.9,
    } as const;
    const source = new FakeSource({
      stage: stage({ name: 'sweep/512', level, place: { index: 1, count: 1 } }),
    });
    expect(liveLines({ ...view, step: '', source })[0]).toBe(
      '[3/3] load · sweep/512, 512 input tokens, concurrency 4',
    );
  });

  it('omits what is unknown and reports a missing sampler', () => {
    expect(liveLines({ ...view, step: '', source: new FakeSource() })).toEqual([
      '[3/3] load',
      '█████░░░░░░░░░░░░░░░ 2.5 s, ≥ 7.5 s left · run 12.5 s, ≥ 7.5 s left',
      'memory    not sampled',
    ]);
    expect(liveLines({ ...view, source: new FakeSource({ isInProgress: false }) })).toHaveLength(1);
  });

  it('highlights failures and reports percentiles that fall on them', () => {
    const source = new FakeSource({
      stage: stage({
        successful: 1,
        failed: 9,
        endToEndLatencyMs: { p50: Infinity, p95: Infinity, p99: Infinity, count: 10 },
      }),
    });
    const lines = liveLines({ ...view, source });
    expect(lines).toContain('requests  <red>10 of at least 64 · 9 failed</red>');
    expect(lines).toContain('latency   end-to-end p50 failed, p95 failed');
  });

  it('shows a lower bound and an estimate of the requests until they are reached', () => {
    expect(requestsOf({ successful: 41 })).toBe('requests  41 of at least 64 · 0 failed');
    expect(requestsOf({ successful: 64 })).toBe('requests  64 · 0 failed');
    const about = { bound: 'about', count: 240 } as const;
    expect(requestsOf({ successful: 12, planned: about })).toContain('12 of about 240');
    expect(requestsOf({ successful: 250, planned: about })).toBe('requests  250 · 0 failed');
    const exactly = { bound: 'exactly', count: 500 } as const;
    expect(requestsOf({ successful: 500, planned: exactly })).toContain('500 of 500');
  });

  it('shows no ETA past the planned end and no bar without a duration', () => {
    const late = new FakeSource({ leftMs: Number.NaN, elapsedMs: 11_000 }, { leftMs: Number.NaN });
    expect(liveLines({ ...view, source: late })[1]).toBe(
      `${'█'.repeat(20)} 11.0 s, past planned end`,
    );
    const openEnded = new FakeSource(
      { plannedMs: Number.NaN, leftMs: Number.NaN },
      { phaseCount: 1 },
    );
    expect(liveLines({ ...view, source: openEnded })[1]).toBe('2.5 s');
  });

  it('has no trace on a narrow screen', () => {
    expect(liveLines({ ...view, columns: 50, source: busy })).toHaveLength(5);
  });
});

describe('the status line', () => {
  it('reports the stage in progress', () => {
    const source = new FakeSource({ stage: open });
    expect(plainLine({ title: '[2/2] load', step: '', source })).toBe(
      '[2/2] load · open (2 of 2), Poisson 4 req/s · 2.5 s, ≥ 7.5 s left · 120 of about 240 requests · ' +
        'TTFT p50 38.0 ms, p95 61.0 ms · end-to-end p50 842 ms, p95 1.05 s · 1 failed · memory not sampled',
    );
  });

  it('reports time, step and memory without a stage', () => {
    const source = new FakeSource();
    expect(plainLine({ title: '[1/2] load', step: 'load small', source })).toBe(
      '[1/2] load · load small · 2.5 s, ≥ 7.5 s left · memory not sampled',
    );
  });
});
