import { expect, it } from 'vitest';
import { metricNamed } from '../../../src/metric/registry.ts';
import { phaseRows } from '../../../src/report/rows/report-rows.ts';
import { builtLoad } from '../../stream/built/built-phases.ts';
import { PhaseBuilder } from '../../stream/built/phase-builder.ts';
import { concluded } from '../concluded.ts';

const rowsOf = (phase: PhaseBuilder, criteria: Record<string, number> = {}) =>
  concluded([phase.build(5500)], { criteria }).results.phases.flatMap(phaseRows);

it('metrics that are unmeasured for one reason make one row, and each other metric its own', () => {
  const rows = rowsOf(builtLoad());
  const joined = rows.filter(({ name }) => name.includes(','));
  expect(joined.map(({ name, value }) => [name, value])).toEqual([
    ['gpuMemory, gpuUtilization, gpuPower, gpuTemperature', '—'],
  ]);
  expect(rows.filter(({ name }) => name.startsWith('gpu'))).toHaveLength(1);
  expect(rows.find(({ name }) => name === 'heapUsed')?.remark).toContain('V8 heap');
});

it('a phase has no row of requests, which are of its stages', () => {
  const rows = rowsOf(builtLoad(), { errorRate: 0, maxMemoryUsage: 1e12 });
  expect(rows[0]?.name).toBe('maxMemoryUsage');
  const ofStages = rows
    .flatMap(({ name }) => name.split(', '))
    .map((name) => name.replace(/ .*|\..*/u, ''))
    .filter((name) => name !== 'maxMemoryUsage' && metricNamed(name).of === 'stage');
  expect(ofStages).toEqual([]);
});

it('memory that was not sampled at all has one reason, also at the beginning and the end', () => {
  const rows = rowsOf(
    new PhaseBuilder('load').stage('sequential', 0, 9).request({
      purpose: 'sequential',
      sentMs: 0,
      chunksMs: [1],
    }),
  );
  const memory = rows.filter(({ name }) => /\bmemoryUsage\b/u.test(name));
  expect(memory).toHaveLength(1);
  expect(memory[0]?.name).toMatch(
    /^memoryUsage\.baseline, memoryUsage\.afterRelease, memoryUsage\b/u,
  );
});
