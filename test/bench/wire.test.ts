import { describe, expect, it } from 'vitest';
import { runBench } from './support/run-bench.ts';
import { readSuiteReport } from './support/suite-report.ts';

describe('the wire suite of the benchmarks', () => {
  it('prints one object with every section, and our rate beside that of each peer', async () => {
    const { code, stdout, stderr } = await runBench('wire', '--quick', '--json');
    expect(code, stderr).toBe(0);
    const sections = [
      'stream-stamps',
      'arrivals',
      'bounds',
      'request-rate',
      'send-delay',
      'send-stamps',
      'queueing',
      'far',
      'memory',
      'many-streams',
      'pipeline',
    ];
    const report = readSuiteReport(stdout, 'wire', sections);
    const figures = new Map(
      report.sections.flatMap((section) => section.figures.map((figure) => [figure.name, figure])),
    );
    for (const rate of ['ours', 'autocannon', 'bare']) {
      expect(figures.get(`${rate}PerSecond`)?.value, rate).toBeGreaterThan(0);
    }
    // A peer that npm does not install is measured, or absent with what to install.
    expect(figures.get('wrkPerSecond')).toSatisfy(
      (wrk) => wrk.value > 0 || /apt-get install -y wrk/.test(wrk.reason),
    );
  });
});
