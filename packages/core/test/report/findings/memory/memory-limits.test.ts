import { describe, expect, test } from 'vitest';

import { nearCgroupLimit } from '../../../../src/report/findings/memory/near-cgroup-limit.ts';
import { nearMemoryLimit } from '../../../../src/report/findings/memory/near-memory-limit.ts';
import { swapInUse } from '../../../../src/report/findings/memory/swap-in-use.ts';
import type { RunToConclude } from '../../../../src/report/results/conclude-run.ts';
import { builtBaseline } from '../../../stream/built/built-phases.ts';
import { MIB, type PhaseBuilder } from '../../../stream/built/phase-builder.ts';
import { advice, severities } from '../advice.ts';
import { surveyed } from '../surveyed.ts';

describe('near-memory-limit', () => {
  // The peak of the built baseline is 240 MiB.
  const limit = (maxMemory: number): Partial<RunToConclude> => ({
    config: { outputDir: 'x', verbose: false, maxMemory },
  });

  test('reports a peak close below the limit of the run, or of a criterion', () => {
    expect(advice(nearMemoryLimit, builtBaseline(), limit(260 * MIB))[0]).toMatch(
      /peak 240\.0 MiB, limit 260\.0 MiB, share 92\.3%/u,
    );
    const criteria = { maxMemoryUsage: 250 * MIB };
    expect(advice(nearMemoryLimit, builtBaseline(), { criteria })).toHaveLength(1);
  });

  test('reports nothing far below, above, and without a limit', () => {
    expect(advice(nearMemoryLimit, builtBaseline(), limit(400 * MIB))).toEqual([]);
    expect(advice(nearMemoryLimit, builtBaseline(), limit(200 * MIB))).toEqual([]);
    expect(advice(nearMemoryLimit, builtBaseline())).toEqual([]);
  });
});

describe('near-cgroup-limit', () => {
  const limitBytes = 1000 * MIB;
  const used = (bytes: number, limit = limitBytes): PhaseBuilder =>
    surveyed('cgroupMemory.currentBytes', [1, bytes, 2]).surveyed(
      'cgroupMemory.limitBytes',
      0,
      limit,
    );
  const withAnonymous = (bytes: number): PhaseBuilder =>
    used(950 * MIB).surveyed('processMemory.anonBytes', 100, bytes);

  test('reports a group whose largest use was near its limit', () => {
    expect(advice(nearCgroupLimit, used(950 * MIB))[0]).toContain(
      'used 950.0 MiB, limit 1000.0 MiB, share 95.0%',
    );
  });

  test('is critical where the target itself holds the memory, and a note where it is page cache', () => {
    expect(severities(nearCgroupLimit, withAnonymous(900 * MIB))).toEqual(['critical']);
    expect(severities(nearCgroupLimit, withAnonymous(200 * MIB))).toEqual(['note']);
    expect(severities(nearCgroupLimit, used(950 * MIB))).toEqual(['critical']);
  });

  test('is a warning where the kernel had to reclaim page cache', () => {
    const reclaiming = withAnonymous(200 * MIB)
      .surveyed('cgroupMemory.limitHits', 0, 3)
      .surveyed('cgroupMemory.limitHits', 200, 40);
    expect(severities(nearCgroupLimit, reclaiming)).toEqual(['warning']);
  });

  const withCache = (inactive: number, active: number): PhaseBuilder =>
    used(950 * MIB)
      .surveyed('cgroupLimit.inactiveFileBytes', 100, inactive, 42)
      .surveyed('cgroupLimit.activeFileBytes', 100, active, 42);

  test('takes inactive file cache off, and calls critical only what cannot be reclaimed', () => {
    expect(advice(nearCgroupLimit, withCache(800 * MIB, 10 * MIB))).toEqual([]);
    expect(severities(nearCgroupLimit, withCache(10 * MIB, 800 * MIB))).toEqual(['note']);
    expect(severities(nearCgroupLimit, withCache(10 * MIB, 10 * MIB))).toEqual(['critical']);
    expect(advice(nearCgroupLimit, withCache(20 * MIB, 10 * MIB))[0]).toContain(
      'used 930.0 MiB, limit 1000.0 MiB, share 93.0%, limit held by the cgroup of the target, ' +
        'with inactive file cache 950.0 MiB, not reclaimable 920.0 MiB',
    );
  });

  test('never compares the usage of one cgroup with the limit of another', () => {
    const parent = (bytes: number): PhaseBuilder =>
      used(100 * MIB, Infinity)
        .surveyed('cgroupMemory.currentBytes', 100, bytes, 42, 1)
        .surveyed('cgroupMemory.limitBytes', 100, 1000 * MIB, 42, 1);
    expect(advice(nearCgroupLimit, parent(200 * MIB))).toEqual([]);
    expect(advice(nearCgroupLimit, parent(990 * MIB))[0]).toContain(
      'used 990.0 MiB, limit 1000.0 MiB, share 99.0%, limit held by the cgroup above the target',
    );
  });

  test('reports that the kernel slows a group down near memory.high', () => {
    const near = withCache(0, 0).surveyed('cgroupLimit.highBytes', 100, 960 * MIB, 42);
    expect(advice(nearCgroupLimit, near)[1]).toContain('used 950.0 MiB, memory.high 960.0 MiB');
    const far = withCache(0, 0).surveyed('cgroupLimit.highBytes', 100, Infinity, 42);
    expect(advice(nearCgroupLimit, far)).toHaveLength(1);
  });

  test('shows swap that the group used', () => {
    const swapping = withCache(0, 0).surveyed('cgroupLimit.swapBytes', 100, 30 * MIB, 42);
    expect(advice(nearCgroupLimit, swapping)[0]).toContain('swap 30.0 MiB');
  });

  test('reports nothing far below it, without a limit, and where neither was read', () => {
    expect(advice(nearCgroupLimit, used(500 * MIB))).toEqual([]);
    expect(advice(nearCgroupLimit, used(950 * MIB, Infinity))).toEqual([]);
    expect(advice(nearCgroupLimit, builtBaseline())).toEqual([]);
  });
});

describe('swap-in-use', () => {
  const swapped = (from: number, to: number): PhaseBuilder =>
    surveyed('processMemory.swapBytes', [from, to, to]).memory({
      fromMs: 0,
      toMs: 10,
      rssBytes: 4000 * MIB,
    });

  test('reports what all processes together had in swap', () => {
    const two = swapped(0, 50 * MIB).surveyed('processMemory.swapBytes', 150, 50 * MIB, 43);
    expect(advice(swapInUse, two)[0]).toContain('max 100.0 MiB');
  });

  test('is critical where swap grew, and where it is much of what the target uses', () => {
    expect(severities(swapInUse, swapped(0, 50 * MIB))).toEqual(['critical']);
    expect(severities(swapInUse, swapped(500 * MIB, 500 * MIB))).toEqual(['critical']);
  });

  test('is a note for idle pages that left long before', () => {
    expect(severities(swapInUse, swapped(50 * MIB, 50 * MIB))).toEqual(['note']);
  });

  test('reports nothing on a few pages, and where swap was not read', () => {
    expect(advice(swapInUse, swapped(MIB, MIB))).toEqual([]);
    expect(advice(swapInUse, builtBaseline())).toEqual([]);
  });
});
