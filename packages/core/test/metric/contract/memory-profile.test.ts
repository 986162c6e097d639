import { describe, expect, test } from 'vitest';
import { memoryProfile } from '../../../src/metric/contract/memory-profile.ts';
import { builtBaseline } from '../../stream/built/built-phases.ts';
import { epochMs, MIB, PhaseBuilder } from '../../stream/built/phase-builder.ts';

describe('memoryProfile', () => {
  test('thins a long phase to 2,000 points in order of time, and keeps a spike of one sample', () => {
    const spiky = (ms: number): number => (ms === 31_234 ? 900 : 100) * MIB;
    const phase = new PhaseBuilder('p').memory({ fromMs: 0, toMs: 60_000, rssBytes: spiky });
    const profile = memoryProfile(phase.build(60_000));
    expect(profile.timeline.length).toBeLessThanOrEqual(2000);
    expect(profile.timeline.length).toBeGreaterThan(500);
    const stamps = profile.timeline.map((point) => point.timestamp);
    expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
    const spike = profile.timeline.find((point) => point.usage === 900 * MIB);
    expect(spike?.timestamp).toBeCloseTo(epochMs(31_234), 3);
    expect(profile.peak).toBe(900 * MIB);
    expect(profile.samples).toEqual(profile.timeline.map((point) => point.usage));
  });

  test('averages over time and not over samples', () => {
    const phase = new PhaseBuilder('p')
      .memory({ fromMs: 0, toMs: 750, rssBytes: 100 * MIB, everyMs: 250 })
      .memory({ fromMs: 750, toMs: 1000, rssBytes: 200 * MIB });
    expect(memoryProfile(phase.build(1000)).average).toBe(125 * MIB);
  });

  test('puts events on the nearest point, and joins those that share one', () => {
    const phase = new PhaseBuilder('p')
      .memory({ fromMs: 0, toMs: 100, rssBytes: MIB, everyMs: 10 })
      .event(31, (place) => ({ kind: 'model-loading', ...place, model: 'big' }))
      .event(34, (place) => ({ kind: 'mark', ...place, name: 'half way' }))
      .event(36, (place) => ({ kind: 'switch-began', ...place, from: 'a', to: 'b' }));
    const { timeline } = memoryProfile(phase.build(100));
    const said = timeline.filter((point) => point.event !== undefined);
    expect(said.map(({ timestamp, event }) => [Math.round(timestamp - epochMs(0)), event])).toEqual(
      [
        [30, 'loading big; half way'],
        [40, 'switch a to b began'],
      ],
    );
  });

  test('shows the peak of a row that was dropped, when and as high as the sampler saw it', () => {
    const phase = new PhaseBuilder('p')
      .memory({ fromMs: 0, toMs: 100, rssBytes: 100 * MIB })
      .account(100, { rssBytes: 500 * MIB, atMs: 50.5 });
    const { timeline, peak } = memoryProfile(phase.build(100));
    expect(peak).toBe(500 * MIB);
    const highest = timeline.find((point) => point.usage === 500 * MIB);
    expect(highest?.timestamp).toBeCloseTo(epochMs(50.5), 3);
  });

  test('names loads, windows and switches of a phase, without bookkeeping events', () => {
    const said = memoryProfile(builtBaseline().build(5900))
      .timeline.map((point) => point.event ?? '')
      .join('; ');
    for (const text of [
      'loading small',
      'loaded small',
      'idle window began',
      'switch small to large',
    ]) {
      expect(said).toContain(text);
    }
    expect(said).not.toContain('sampler');
  });

  test('of no samples is empty and unmeasured', () => {
    const profile = memoryProfile(new PhaseBuilder('p').window('idle', 0, 5).build(10));
    expect(profile).toEqual({ samples: [], average: NaN, peak: NaN, timeline: [] });
  });
});
