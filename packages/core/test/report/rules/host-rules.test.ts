import { describe, expect, test } from 'vitest';
import { coldPageCache } from '../../../src/report/rules/cold-page-cache.ts';
import { contextTruncated } from '../../../src/report/rules/context-truncated.ts';
import { cpuPressure } from '../../../src/report/rules/cpu-pressure.ts';
import { gpuThrottled } from '../../../src/report/rules/gpu-throttled.ts';
import { nearCgroupLimit } from '../../../src/report/rules/near-cgroup-limit.ts';
import { slowFirstLoad } from '../../../src/report/rules/slow-first-load.ts';
import { swapInUse } from '../../../src/report/rules/swap-in-use.ts';
import { builtBaseline } from '../../stream/built-phases.ts';
import { MIB, PhaseBuilder } from '../../stream/phase-builder.ts';
import { advice, adviceOn } from './advice.ts';

/** A phase of which the survey read these values of a column, 100 ms apart. */
function surveyed(column: string, values: readonly number[], source = 0): PhaseBuilder {
  const phase = new PhaseBuilder('p').window('sequential', 0, 1000);
  for (const [index, value] of values.entries()) {
    phase.surveyed(column, index * 100, value, 42, source);
  }
  return phase;
}

describe('near-cgroup-limit', () => {
  const used = (bytes: number, limitBytes: number): PhaseBuilder =>
    surveyed('cgroupMemory.currentBytes', [1, bytes, 2]).surveyed(
      'cgroupMemory.limitBytes',
      0,
      limitBytes,
    );

  test('speaks of a group whose largest use was near its limit', () => {
    expect(advice(nearCgroupLimit, used(950 * MIB, 1000 * MIB))[0]).toContain(
      'used 950.0 MiB, limit 1000.0 MiB, share 95.0 %',
    );
  });

  test('is silent far below it, without a limit, and where neither was read', () => {
    expect(advice(nearCgroupLimit, used(500 * MIB, 1000 * MIB))).toEqual([]);
    expect(advice(nearCgroupLimit, used(950 * MIB, Infinity))).toEqual([]);
    expect(advice(nearCgroupLimit, builtBaseline())).toEqual([]);
  });
});

describe('swap-in-use', () => {
  const swapped = (bytes: number): PhaseBuilder =>
    surveyed('processMemory.swapBytes', [0, bytes, bytes]).surveyed(
      'processMemory.swapBytes',
      150,
      bytes,
      43,
    );

  test('speaks of what all processes together had in swap', () => {
    expect(advice(swapInUse, swapped(50 * MIB))[0]).toContain('at most 100.0 MiB');
  });

  test('is silent on a few pages, and where swap was not read', () => {
    expect(advice(swapInUse, swapped(MIB))).toEqual([]);
    expect(advice(swapInUse, builtBaseline())).toEqual([]);
  });
});

describe('gpu-throttled', () => {
  const reasons = (...values: number[]): PhaseBuilder =>
    surveyed('gpuClocks.throttleReasons', values);

  test('speaks of the reasons that lie in the machine, by their share', () => {
    expect(advice(gpuThrottled, reasons(0, 0x24, 0x4, 0))[0]).toContain(
      'power cap 50.0 %, temperature, by the driver 25.0 %',
    );
  });

  test('is silent when the GPU was idle, its clocks were set by someone, or there is none', () => {
    expect(advice(gpuThrottled, reasons(0x1, 0x2, 0x100, 0))).toEqual([]);
    expect(advice(gpuThrottled, builtBaseline())).toEqual([]);
  });
});

describe('cpu-pressure', () => {
  test('speaks of tasks that waited while requests were measured', () => {
    const waiting = surveyed('pressure.cpuSomeNs', [0, 100e6, 400e6]);
    expect(advice(cpuPressure, waiting)[0]).toContain('tasks waited 40.0 %');
  });

  test('speaks of time that the hypervisor gave to others', () => {
    const stolen = surveyed('machineCpu.stealNs', [0, 100e6])
      .surveyed('machineCpu.busyNs', 0, 0)
      .surveyed('machineCpu.busyNs', 100, 900e6);
    expect(advice(cpuPressure, stolen)[0]).toContain('taken by the hypervisor 10.0 %');
  });

  test('is silent on little, on the pressure of a group, and on what was before', () => {
    expect(advice(cpuPressure, surveyed('pressure.cpuSomeNs', [0, 100e6]))).toEqual([]);
    expect(advice(cpuPressure, surveyed('pressure.cpuSomeNs', [0, 900e6], 1))).toEqual([]);
    const before = new PhaseBuilder('p').window('sequential', 500, 1000);
    before.surveyed('pressure.cpuSomeNs', 0, 0).surveyed('pressure.cpuSomeNs', 400, 900e6);
    expect(advice(cpuPressure, before)).toEqual([]);
    expect(advice(cpuPressure, builtBaseline())).toEqual([]);
  });
});

describe('cold-page-cache', () => {
  // The model of the built baseline has 140 MiB, and loads from 500 to 590 ms.
  const reading = (bytes: number, fromMs = 505): PhaseBuilder =>
    builtBaseline()
      .surveyed('processIo.storageReadBytes', fromMs, 0)
      .surveyed('processIo.storageReadBytes', fromMs + 80, bytes);

  test('speaks of a load whose weights came from storage', () => {
    expect(advice(coldPageCache, reading(139 * MIB))[0]).toMatch(
      /^baseline: The page cache was cold when small .*read 139\.0 MiB, model 140\.0 MiB/u,
    );
  });

  test('is silent when little was read, when it was read before, and when nothing tells', () => {
    expect(advice(coldPageCache, reading(4 * MIB))).toEqual([]);
    expect(advice(coldPageCache, reading(139 * MIB, 100))).toEqual([]);
    expect(advice(coldPageCache, builtBaseline())).toEqual([]);
  });
});

describe('slow-first-load', () => {
  const load = (name: string, ms: number, model = 'small') =>
    new PhaseBuilder(name)
      .request({ purpose: 'model-load', model, sentMs: 0, chunksMs: [ms] })
      .build(9000);

  test('speaks of a first load that was far slower than one of a later phase', () => {
    expect(adviceOn(slowFirstLoad, [load('a', 3000), load('b', 1000)])[0]).toContain(
      'a: The first load of small took far longer than a later one (first 3.00 s, later 1.00 s)',
    );
  });

  test('is silent when they are alike, on one load, and on another model', () => {
    expect(adviceOn(slowFirstLoad, [load('a', 1100), load('b', 1000)])).toEqual([]);
    expect(adviceOn(slowFirstLoad, [load('a', 3000)])).toEqual([]);
    expect(adviceOn(slowFirstLoad, [load('a', 3000), load('b', 1000, 'other')])).toEqual([]);
  });
});

describe('context-truncated', () => {
  const overLong = (residentTokens: number): PhaseBuilder =>
    new PhaseBuilder('p').request({
      purpose: 'over-long',
      sentMs: 0,
      chunksMs: [9],
      offeredTokens: 768,
      residentTokens,
    });

  test('speaks of tokens that were dropped without a word', () => {
    expect(advice(contextTruncated, overLong(512))[0]).toContain('dropped 33.3 %');
  });

  test('is silent when all were kept, and when nobody tried', () => {
    expect(advice(contextTruncated, overLong(768))).toEqual([]);
    expect(advice(contextTruncated, new PhaseBuilder('p'))).toEqual([]);
  });
});
