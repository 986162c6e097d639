import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ComparisonSchema, type Comparison } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../packages/cli/src/exit-codes.ts';
import { LENIENT_CALIBRATION, temporaryFolder } from './support/run-folder.ts';
import { runLoadcell, startLoadcell } from './support/run-loadcell.ts';
import { startMock, startMockWith } from './support/start-mock.ts';
import { waitUntil } from './support/wait-until.ts';

const WINDOWS = { idle: '100ms', cooldown: '100ms' } as const;

/** A short load with a fixed rate, so that its runs are comparable. */
function configOf(name: string, url: string, concurrency = 2): string {
  return JSON.stringify({
    name,
    target: { url },
    phase: 'load',
    sampling: { hz: 50 },
    successCriteria: { errorRate: 0 },
    phases: {
      load: {
        ...WINDOWS,
        stages: [
          { kind: 'closed', concurrency, requests: 8 },
          { kind: 'open', rate: 30, requests: 12 },
        ],
        calibration: LENIENT_CALIBRATION,
      },
    },
  });
}

function foldersIn(cwd: string): string[] {
  const outputDir = path.join(cwd, 'loadcell-results');
  return readdirSync(outputDir)
    .filter((name) => name !== 'latest')
    .map((name) => path.join(outputDir, name));
}

function runsOf(folder: string | undefined): unknown {
  return JSON.parse(readFileSync(path.join(folder ?? '', 'repeats.json'), 'utf8'));
}

function parseComparison(text: string): Comparison {
  return ComparisonSchema.parse(JSON.parse(text));
}

describe('repeated runs', () => {
  it('alternate with those of another configuration and are compared', async () => {
    // The jitter delays every token, so there are two.
    const times = ['--time-to-first-token=20ms', '--output-tokens=2'];
    const [fast, slow] = [
      await startMockWith(...times),
      await startMockWith(...times, '--jitter=600ms'),
    ];
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, 'fast.json'), configOf('fast', fast.url));
    writeFileSync(path.join(cwd, 'slow.json'), configOf('slow', slow.url));
    const args = ['run', 'fast.json', '--against', 'slow.json', '--repeat', '2', '--json'];
    const chosen = ['--metric', 'requestThroughput', '--metric', 'timeToFirstToken'];
    const narrowed = [...chosen, '--stage', 'open'];
    const { stdout, stderr } = await runLoadcell([...args, ...narrowed, '--quiet'], { cwd });
    expect(stderr.match(/Run \d of 4: \w+/g)).toEqual([
      'Run 1 of 4: fast',
      'Run 2 of 4: slow',
      'Run 3 of 4: slow',
      'Run 4 of 4: fast',
    ]);
    const comparison = parseComparison(stdout);
    expect(comparison.candidates[0]?.runDirs).toHaveLength(2);
    const compared = comparison.candidates[0]?.metrics ?? [];
    expect(new Set(compared.map(({ metric }) => metric))).toEqual(
      new Set(['requestThroughput', 'timeToFirstToken']),
    );
    expect(new Set(compared.map(({ stage }) => stage))).toEqual(new Set(['open']));

    // The same comparison with the compare command, for one metric.
    const folders = foldersIn(cwd).toSorted();
    const [base = '', candidate = ''] = ['-a', '-b'].map((end) =>
      folders.find((folder) => folder.endsWith(end)),
    );
    const metric = ['--metric', 'timeToFirstToken', '--fail-on', 'regression'];
    const again = await runLoadcell(['compare', base, candidate, ...metric, '--json'], { cwd });
    const stages = parseComparison(again.stdout).candidates[0]?.metrics ?? [];
    expect(stages.map(({ stage }) => stage)).toEqual(['closed', 'open']);
    for (const { evidence, ratio } of stages) {
      expect(evidence).toBe('runs');
      expect(ratio?.value).toBeGreaterThan(2);
    }
    const isWorse = stages.some(({ verdict }) => verdict === 'worse');
    expect(again.code).toBe(isWorse ? EXIT_CODES.criterionFailed : EXIT_CODES.pass);
    const unknown = await runLoadcell(['compare', base, candidate, '--stage', 'opne'], { cwd });
    expect(unknown.code).toBe(EXIT_CODES.usage);
    expect(unknown.stderr).toContain('error: unknown stage "opne"; did you mean "open"?\nhelp: ');
  });

  it('are kept when the next one is interrupted', async () => {
    const mock = await startMock();
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, 'loadcell.config.json'), configOf('kept', mock.url));
    const command = startLoadcell(['run', '--repeat', '1000', '--quiet'], { cwd });
    await waitUntil('a repeat that ended', () => {
      const [folder] = readdirSync(cwd).includes('loadcell-results') ? foldersIn(cwd) : [];
      if (folder === undefined || !readdirSync(folder).includes('repeats.json')) return undefined;
      return JSON.stringify(runsOf(folder)).includes('-kept') ? folder : undefined;
    });
    // The next run has begun once its folder exists.
    await waitUntil('the next run', () => (runFoldersOf(cwd) > 1 ? true : undefined));
    command.child.kill('SIGINT');
    const { code, stderr } = await command.finished;
    expect(code).toBe(EXIT_CODES.interrupted);
    expect(stderr).toMatch(/Repeats: loadcell-results\/\S+ \([1-9]\d*\)/);
    const [folder] = foldersIn(cwd);
    const [first = ''] = readdirSync(folder ?? '').filter((name) => name.endsWith('-kept'));
    const kept = await runLoadcell(['report', path.join(folder ?? '', first)], { cwd });
    expect(kept.code, kept.stderr).toBe(EXIT_CODES.pass);
    const twice = await runLoadcell(['compare', folder ?? '', folder ?? ''], { cwd });
    expect(twice.code).toBe(EXIT_CODES.usage);
    expect(twice.stderr).toContain('the same run is given twice');
  });
});

/** Counts the run directories of the only set of repeats. */
function runFoldersOf(cwd: string): number {
  const [folder] = foldersIn(cwd);
  return readdirSync(folder ?? cwd).filter((name) => name.endsWith('-kept')).length;
}

describe('runs that mismatch', () => {
  it('are rejected with the reasons, and compared when allowed', async () => {
    const mock = await startMock();
    const cwd = temporaryFolder();
    for (const concurrency of [2, 3]) {
      const name = `run-${concurrency}`;
      writeFileSync(path.join(cwd, `${name}.json`), configOf(name, mock.url, concurrency));
      const { code, stderr } = await runLoadcell(['run', `${name}.json`, '--quiet'], { cwd });
      expect(code, stderr).toBe(EXIT_CODES.pass);
    }
    const [base = '', candidate = ''] = foldersIn(cwd).toSorted();
    const refused = await runLoadcell(['compare', base, candidate], { cwd });
    expect(refused.code).toBe(EXIT_CODES.usage);
    expect(refused.stdout).toBe('');
    const reason = 'workload: phases.load.stages.closed.concurrency differs (2 vs. 3)';
    expect(refused.stderr).toContain(reason);
    expect(refused.stderr).toContain('--allow-mismatch');
    const allowed = await runLoadcell(['compare', base, candidate, '--allow-mismatch'], { cwd });
    expect(allowed.code).toBe(EXIT_CODES.pass);
    expect(allowed.stdout).toContain(`! mismatch: ${reason}`);
  });
});
