import { expect, it } from 'vitest';
import { concludeRun } from '../../src/report/conclude-run.ts';
import { reportRows } from '../../src/report/report-rows.ts';
import { builtBaseline } from '../stream/built-phases.ts';
import { PhaseBuilder, runOf } from '../stream/phase-builder.ts';
import { concluded } from './concluded.ts';

it('metrics that are unmeasured for one reason make one row, and each other metric its own', () => {
  const { results } = concludeRun({
    streams: runOf([builtBaseline().build(5900)]),
    config: { outputDir: 'out', verbose: false },
    phases: [],
    criteria: {},
  });
  const [phase] = results.phases;
  const rows = phase === undefined ? [] : reportRows(phase);
  const joined = rows.filter(({ name }) => name.includes(','));
  expect(joined.map(({ name, value }) => [name, value])).toEqual([
    ['gpuMemory, gpuUtilization, gpuPower, gpuTemperature, energyPerToken', '—'],
    ['goodput, sloAttainment', '—'],
  ]);
  expect(rows.filter(({ name }) => name.startsWith('gpu'))).toHaveLength(1);
  expect(rows.find(({ name }) => name === 'heapUsed')?.remark).toContain('V8 heap');
  expect(rows.some(({ name }) => name.startsWith('responseLatency'))).toBe(true);
});

it('memory that was not sampled at all has one reason, also at the beginning and the end', () => {
  const { results } = concluded([
    new PhaseBuilder('load').request({ purpose: 'sequential', sentMs: 0, chunksMs: [1] }).build(9),
  ]);
  const rows = results.phases.flatMap(reportRows);
  const memory = rows.filter(({ name }) => /\bmemoryUsage\b/u.test(name));
  expect(memory).toHaveLength(1);
  expect(memory[0]?.name).toMatch(
    /^memoryUsage\.baseline, memoryUsage\.afterRelease, memoryUsage\b/u,
  );
});
