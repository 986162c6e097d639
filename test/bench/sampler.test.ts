import { describe, expect, it } from 'vitest';
import { runBench } from './support/run-bench.ts';
import { readSuiteReport } from './support/suite-report.ts';

describe('the sampler suite of the benchmarks', () => {
  it('prints one object with every section, each figure a number or absent with a reason', async () => {
    const { code, stdout, stderr } = await runBench('sampler', '--quick', '--json');
    expect(code, stderr).toBe(0);
    readSuiteReport(stdout, 'sampler', [
      'main-thread',
      'blocked',
      'spikes',
      'truth',
      'cost',
      'endurance',
    ]);
  });

  it('prints a table of one section for people', async () => {
    const { code, stdout, stderr } = await runBench('sampler', '--quick', '--section', 'truth');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/residentDifferencePages.*pages.*at most 1/);
    expect(stdout).not.toContain('native1msVisibleShare');
  });

  it.each([
    ['a suite that does not exist', ['samplr'], /samplr.*Known suites:.*sampler/],
    ['no suite', [], /Known suites:.*sampler/],
    ['an unknown option', ['sampler', '--fast'], /--fast.*--quick/],
    ['an unknown section', ['sampler', '--section', 'spike'], /"spike".*spikes/],
    ['two lengths at once', ['sampler', '--quick', '--long'], /--quick and --long/],
  ])('%s ends with 2, says what there is and measures nothing', async (_what, args, says) => {
    const { code, stdout, stderr } = await runBench(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
  });
});
