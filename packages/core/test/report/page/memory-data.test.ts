import { describe, expect, test } from 'vitest';
import { unpackNumbers } from '../../../page/src/data/unpack-numbers.ts';
import { memoryData } from '../../../src/report/page/memory-data.ts';
import type { PhaseStreams } from '../../../src/stream/phase-streams.ts';
import { builtBaseline, builtCrossModel } from '../../stream/built/built-phases.ts';
import { MIB, PhaseBuilder, runOf } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

function memoryOf(phases: readonly PhaseStreams[]) {
  return memoryData(runOf(phases), concluded(phases).results);
}

function valuesOf(series: ReturnType<typeof memoryOf>['total']): Float64Array {
  if (series === null) throw new Error('There is no such line.');
  return unpackNumbers(series.value);
}

describe('memoryData', () => {
  test('shows and marks the peak of the sampler, though its row was dropped', () => {
    const phase = builtBaseline().build(5900);
    const memory = memoryOf([phase]);
    const values = valuesOf(memory.total).filter((bytes) => !Number.isNaN(bytes));
    expect(Math.max(...values)).toBe(240 * MIB);
    expect(memory.peaks).toMatchObject([{ phase: 'baseline', bytes: 240 * MIB, atMs: 780 }]);
  });

  test('draws no separate process if each phase has only one', () => {
    const phases = [builtBaseline().build(5900), builtCrossModel().build(3700)];
    expect(memoryOf(phases).processes).toEqual([]);
  });

  test('breaks the line between phases', () => {
    const second = builtCrossModel().build(3700);
    const memory = memoryOf([builtBaseline().build(5900), second]);
    const breaks = valuesOf(memory.total).filter((bytes) => Number.isNaN(bytes));
    expect(breaks).toHaveLength(2);
  });

  test('splits by kind, and reports parts that were not read or were zero', () => {
    const phase = new PhaseBuilder('load')
      .memory({ fromMs: 0, toMs: 100, rssBytes: 60 * MIB })
      .surveyed('processMemory.fileBytes', 10, 5 * MIB)
      .surveyed('processMemory.swapBytes', 10, 0)
      .build(100);
    const { parts, remarks } = memoryOf([phase]);
    expect(parts.map(({ label }) => label)).toEqual(['Anonymous', 'File pages']);
    expect(valuesOf(parts[0] ?? null)[0]).toBe(50 * MIB);
    expect(remarks).toContain('Swap: zero throughout.');
    expect(remarks).toContain('Shared memory: not read in this run.');
  });

  test('draws the GPU memory of the process tree, but not that of others', () => {
    const phase = new PhaseBuilder('load')
      .memory({ fromMs: 0, toMs: 100, rssBytes: 60 * MIB })
      .surveyed('gpu.usedBytes', 10, 9 * MIB, 0)
      .surveyed('gpuProcess.usedBytes', 10, 4 * MIB, 4711)
      .surveyed('gpuTree.usedBytes', 10, 3 * MIB, 0)
      .build(100);
    const { parts } = memoryOf([phase]);
    expect(parts.slice(1).map((part) => [part.label, valuesOf(part)[0]])).toEqual([
      ['GPU, whole device', 9 * MIB],
      ['GPU, process tree', 3 * MIB],
    ]);
  });

  test('draws the largest processes separately, and reports how many it omits', () => {
    const phase = new PhaseBuilder('load');
    for (let pid = 1; pid <= 10; pid += 1) {
      phase.memory({ fromMs: 0, toMs: 20, rssBytes: pid * MIB, pid });
    }
    const { processes, remarks } = memoryOf([phase.build(20)]);
    expect(processes).toHaveLength(8);
    expect(processes[0]?.label).toContain('pid 10');
    expect(remarks).toContain('2 smaller processes are not drawn; the total includes them.');
  });

  test('agrees in number with a single process that it omits', () => {
    const phase = new PhaseBuilder('load');
    for (let pid = 1; pid <= 9; pid += 1) {
      phase.memory({ fromMs: 0, toMs: 20, rssBytes: pid * MIB, pid });
    }
    const { remarks } = memoryOf([phase.build(20)]);
    expect(remarks).toContain('1 smaller process is not drawn; the total includes it.');
  });

  test('keeps spikes, stays small and reports thinning when memory never stays constant', () => {
    const spikeMs = 412_345;
    const phase = new PhaseBuilder('load').memory({
      fromMs: 0,
      toMs: 700_000,
      rssBytes: (ms) => (ms === spikeMs ? 900 * MIB : (200 + (ms % 7)) * MIB),
    });
    const { total } = memoryOf([phase.build(700_000)]);
    expect(total).toMatchObject({ isThinned: true, recordedCount: 700_000 });
    expect(total?.value.count).toBeLessThanOrEqual(300_001);
    const values = valuesOf(total);
    const at = values.indexOf(900 * MIB);
    expect(unpackNumbers(total?.timeMs ?? { count: 0, quantum: 1, base64: '' })[at]).toBe(spikeMs);
    const bytes = (total?.value.base64.length ?? 0) + (total?.timeMs.base64.length ?? 0);
    expect(bytes).toBeLessThan(3_500_000);
  });

  test('is empty when nothing was sampled', () => {
    expect(memoryOf([new PhaseBuilder('load').build(10)])).toMatchObject({
      total: null,
      parts: [],
      processes: [],
      peaks: [],
    });
  });
});
