import { existsSync, readdirSync } from 'node:fs';
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

  it('prints a table of one section without --json', async () => {
    const { code, stdout, stderr } = await runBench('sampler', '--quick', '--section', 'truth');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/residentDifferencePages.*pages.*at most 1/);
    expect(stdout).not.toContain('native1msVisibleShare');
  });

  it.each([
    ['an unknown suite', ['samplr'], /^error: unknown suite "samplr"\nhelp: .*sampler/],
    ['no suite', [], /^error: no suite was named\nhelp: .*sampler/],
    [
      'an unknown option',
      ['sampler', '--fast'],
      /^error: unknown option "--fast"\nhelp: .*--quick/,
    ],
    [
      'an unknown section',
      ['sampler', '--section', 'spike'],
      /^error: unknown section "spike"\nhelp: .*spikes/,
    ],
    [
      'two modes',
      ['sampler', '--quick', '--long'],
      /^error: --quick cannot be combined with --long\nhelp: \S/,
    ],
  ])(
    'rejects %s with code 2 and what is known, and measures nothing',
    async (_what, args, text) => {
      const { code, stdout, stderr } = await runBench(...args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(text);
      expect(stderr.trimEnd().split('\n')).toHaveLength(2);
    },
  );

  it('lists every suite, and the sections and options of one, with --help', async () => {
    const all = await runBench('--help');
    expect(all).toMatchObject({ code: 0, stderr: '' });
    const suites = readdirSync(new URL('../../bench', import.meta.url)).filter((name) =>
      existsSync(new URL(`../../bench/${name}/main.mjs`, import.meta.url)),
    );
    for (const suite of suites) expect(all.stdout).toMatch(new RegExp(`^  ${suite} +\\S`, 'm'));
    const { code, stdout } = await runBench('sampler', '--help');
    expect(code).toBe(0);
    for (const term of ['main-thread', 'endurance', '--long', '--against \\[RESULT\\]', '--save']) {
      expect(stdout).toMatch(new RegExp(`^  ${term} +\\S`, 'm'));
    }
  });
});
