import { describe, expect, it } from 'vitest';
import { runBench } from './support/run-bench.ts';
import { readSuiteReport } from './support/suite-report.ts';

describe('the decided suite of the benchmarks', () => {
  it('prints one object with every section, and passes when every figure is within its range', async () => {
    const { code, stdout, stderr } = await runBench('decided', '--quick', '--json');
    expect(code, stderr).toBe(0);
    const sections = ['needed', 'coverage', 'waves', 'means', 'shares', 'until', 'mock'];
    const report = readSuiteReport(stdout, 'decided', sections);
    expect(report.summary.missed).toEqual([]);
    expect(report.summary.notMeasured).toEqual([]);
    expect(report.summary.held).toBeGreaterThan(150);
  });
});
