import { describe, expect, it } from 'vitest';
import { runBench } from './support/run-bench.ts';
import { readSuiteReport } from './support/suite-report.ts';

describe('the fleet suite of the benchmarks', () => {
  it.each([
    ['startSkew', ['startSkewMs']],
    [
      'simulated',
      ['fewAgents', 'manyAgents', 'manyBarrierMs', 'manyLiveAgeMs', 'manyMergeMs', 'growthOfMerge'],
    ],
  ])('measures %s and gives a number for each figure', async (section, expected) => {
    const { code, stdout, stderr } = await runBench(
      'fleet',
      '--quick',
      '--json',
      '--section',
      section,
    );
    expect(code, stderr).toBe(0);
    const report = readSuiteReport(stdout, 'fleet', [section]);
    const names = report.sections.flatMap(({ figures }) => figures.map(({ name }) => name));
    expect(names).toEqual(expect.arrayContaining(expected));
    expect(report.summary.notMeasured).toEqual([]);
  });
});
