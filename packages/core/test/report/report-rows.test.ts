import { expect, it } from 'vitest';
import { concludeRun } from '../../src/report/conclude-run.ts';
import { reportRows } from '../../src/report/report-rows.ts';
import { builtBaseline } from '../stream/built-phases.ts';
import { runOf } from '../stream/phase-builder.ts';

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
