import { describe, expect, test } from 'vitest';
import { findPlace } from '../../page/src/data/find-place.ts';
import { buildPageData } from '../../src/report/page/build-page-data.ts';
import { concluded } from '../report/concluded.ts';
import { builtBaseline, builtLoad } from '../stream/built/built-phases.ts';
import { builtSweep } from '../stream/built/built-sweep.ts';
import { runOf } from '../stream/built/phase-builder.ts';

function pageOf(...phases: readonly ReturnType<ReturnType<typeof builtLoad>['build']>[]) {
  return buildPageData({ streams: runOf(phases), ...concluded(phases) });
}

describe('findPlace', () => {
  const data = pageOf(builtBaseline().build(5900), builtLoad().build(5500));

  test('returns the section in the phase and the time of the stage for a stage', () => {
    const { targets, stretch } = findPlace('latency-load-open', data);
    expect(targets).toEqual(['latency-load-open', 'latency-load', 'latency']);
    expect(stretch?.fromMs).toBe(3000);
    expect(stretch?.toMs).toBeGreaterThanOrEqual(4500);
    expect(stretch?.toMs).toBeLessThan(4600);
  });

  test('returns the section and the time of the phase for a phase', () => {
    expect(findPlace('first-token-load', data)).toEqual({
      targets: ['first-token-load', 'first-token'],
      stretch: expect.objectContaining({ fromMs: 0, toMs: 5500 }),
    });
  });

  test('falls back to the phase without such a stage, and to the section alone', () => {
    const { targets, stretch } = findPlace('memory-load-burst', data);
    expect(targets).toEqual(['memory-load-burst', 'memory-load', 'memory']);
    expect(stretch).toMatchObject({ fromMs: 0, toMs: 5500 });
    expect(findPlace('environment', data)).toEqual({ targets: ['environment'] });
  });

  test('returns one level for a level, and all levels for a sweep', () => {
    const swept = pageOf(builtSweep().build(5000));
    const level = findPlace('latency-load-sweep/40', swept);
    expect(level.targets).toEqual(['latency-load-sweep/40', 'latency-load', 'latency']);
    expect(level.stretch?.fromMs).toBe(3500);
    const sweep = findPlace('sweep-load-sweep', swept);
    expect(sweep.targets).toContain('sweep');
    expect(sweep.stretch?.fromMs).toBe(500);
    expect(sweep.stretch?.toMs).toBeGreaterThanOrEqual(4800);
  });
});
