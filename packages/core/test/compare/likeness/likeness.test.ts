import { describe, expect, test } from 'vitest';
import { compareSides, MismatchedRunsError } from '../../../src/compare/compare-sides.ts';
import type { ComparedRun } from '../../../src/compare/compared-run.ts';
import { compareLikeness } from '../../../src/compare/likeness/likeness.ts';
import { syntheticValues } from '../../stats/synthetic-values.ts';
import { builtRun, loadPhase } from '../built-run.ts';

const phase = loadPhase(syntheticValues({ seed: 1, count: 50 }));
const run = builtRun([phase]);

/** The run with other content in run.json. */
function withFile(file: Partial<ComparedRun['file']>): ComparedRun {
  return builtRun([phase], { file: { ...run.file, ...file } });
}

/** The run with a data set of some content. */
function withDataset(sha256?: string): ComparedRun {
  const dataset = { name: 'dataset chat.jsonl', ...(sha256 === undefined ? {} : { sha256 }) };
  return builtRun([phase], { phases: run.phases.map((one) => ({ ...one, files: [dataset] })) });
}

function withMachine(environment: Partial<ComparedRun['environment']>): ComparedRun {
  return builtRun([phase], { environment: { ...run.environment, ...environment } });
}

describe('runs mismatch', () => {
  test.each<[string, ComparedRun, string]>([
    [
      'another machine',
      withMachine({ cpuModel: 'other' }),
      'machine: cpuModel differs (a model vs. other)',
    ],
    [
      'another limit',
      withMachine({ cgroupMemoryMax: '1' }),
      'machine: cgroupMemoryMax differs (unknown vs. 1)',
    ],
    ['another model', withMachine({ models: ['big'] }), 'model: models differ (small vs. big)'],
    [
      'another version of the metrics',
      withMachine({ loadcell: '0.2.0' }),
      'version: Loadcell 0.1.0 and 0.2.0 may record differently',
    ],
    [
      'another output length',
      withFile({ phaseOptions: { load: { outputTokens: 8 } } }),
      'workload: phases.load.outputTokens differs (4 vs. 8)',
    ],
    [
      'requests that one side cancels on purpose',
      withFile({
        phaseOptions: { load: { outputTokens: 4, cancel: { share: 0.1 } } },
      }),
      'workload: phases.load.cancel.share differs (absent vs. 0.1)',
    ],
    [
      'another target setting',
      withFile({ target: { kind: 'openai', threads: 2 } }),
      'workload: target.threads differs (1 vs. 2)',
    ],
    [
      'another sampling rate',
      withFile({ sampling: { hz: 100 } }),
      'workload: sampling.hz differs (1000 vs. 100)',
    ],
    [
      'a run cut short',
      builtRun([phase], { status: 'interrupted' }),
      'status: candidate run /results/run was interrupted before its end',
    ],
    ['a phase that did not run', builtRun([]), 'workload: phases that ran differ (load vs. none)'],
  ])('with %s', (_, other, reason) => {
    expect(compareLikeness([run], [other]).mismatches).toEqual([reason]);
  });

  test('with other content of a file of the same name', () => {
    const base = withDataset('a'.repeat(64));
    expect(compareLikeness([base], [withDataset('c'.repeat(64))]).mismatches).toEqual([
      'workload: the content of dataset chat.jsonl of phase load differs (SHA-256 aaaaaaaaaaaa vs. cccccccccccc)',
    ]);
    // An older recording has no digest.
    for (const other of [withDataset('a'.repeat(64)), withDataset()]) {
      expect(compareLikeness([base], [other]).mismatches).toEqual([]);
    }
  });

  test('with a failed phase', () => {
    const failed = builtRun([phase], {
      phases: run.phases.map((one) => ({ ...one, hasFailed: true })),
    });
    expect(compareLikeness([failed], [run]).mismatches).toEqual([
      'status: phase load failed in base run /results/run',
    ]);
  });

  test('with a different share of cached prompts', () => {
    const cached = loadPhase(syntheticValues({ seed: 1, count: 50 }), { cachedTokens: 12 });
    expect(compareLikeness([run], [builtRun([cached])]).mismatches).toEqual([
      'cache: prefix cache hit rate of phase load, stage open differs (0.0% vs. 50.0%)',
    ]);
  });

  test('not because the cache served a stage on both sides, which is listed', () => {
    const cached = builtRun([phase], {
      phases: run.phases.map((one) => ({
        ...one,
        stages: one.stages.map((stage) => ({ ...stage, answeredByCache: 0.97 })),
      })),
    });
    expect(compareLikeness([cached], [cached])).toEqual({
      mismatches: [],
      changes: [
        'cache: prefix cache hit rate of prompts without a shared prefix is 97.0% in phase load, stage open of /results/run',
      ],
    });
  });

  test('within the base', () => {
    expect(compareLikeness([run, withMachine({ cpuCount: 4 })], [run]).mismatches).toEqual([
      'within the base, machine: cpuCount differs (2 vs. 4)',
    ]);
  });
});

describe('runs match', () => {
  test('with themselves, with any server address and any criteria', () => {
    const other = withFile({
      target: { kind: 'openai', url: 'http://elsewhere', wait: 5000, threads: 1, models: [] },
      phaseOptions: { load: { outputTokens: 4, metrics: [], successCriteria: { errorRate: 0 } } },
    });
    expect(compareLikeness([run], [other])).toEqual({ mismatches: [], changes: [] });
  });

  test('with different nonces, which keep their prompts distinct', () => {
    expect(compareLikeness([withFile({ nonce: 'a' })], [withFile({ nonce: 'b' })])).toEqual({
      mismatches: [],
      changes: [],
    });
  });

  test('with another server version or another seed: both are listed', () => {
    const other = builtRun([phase], {
      file: { ...run.file, seed: 2 },
      environment: { ...run.environment, target: 'openai 2' },
    });
    expect(compareLikeness([run], [other])).toEqual({
      mismatches: [],
      changes: ['the server differs (openai 1 vs. openai 2)', 'seed differs (1 vs. 2)'],
    });
  });
});

describe('a comparison of mismatched runs', () => {
  const base = { name: 'base', runs: [run] };
  const other = { name: 'other', runs: [withMachine({ cpuCount: 64 })] };

  test('is rejected with every reason', () => {
    expect(() => compareSides(base, [other])).toThrow(MismatchedRunsError);
    expect(() => compareSides(base, [other])).toThrow(
      /cpuCount differs \(2 vs\. 64\)[^]*--allow-mismatch/,
    );
  });

  test('is made when allowed, and lists the reasons', () => {
    const { candidates } = compareSides(base, [other], { allowsMismatch: true });
    expect(candidates[0]?.mismatches).toEqual(['machine: cpuCount differs (2 vs. 64)']);
  });
});

test('runs match with any criteria, and any minimum number of requests for them', () => {
  const options = (minRequests: number): Partial<ComparedRun['file']> => ({
    phaseOptions: {
      baseline: { minRequests },
      load: { stages: [{ name: 'closed', end: { kind: 'time', durationMs: 5000, minRequests } }] },
    },
  });
  expect(compareLikeness([withFile(options(64))], [withFile(options(299))]).mismatches).toEqual([]);
});
