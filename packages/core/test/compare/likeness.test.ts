import { describe, expect, test } from 'vitest';
import { compareSides, UnlikeRunsError } from '../../src/compare/compare-runs.ts';
import type { ComparedRun } from '../../src/compare/compared-run.ts';
import { compareLikeness } from '../../src/compare/likeness.ts';
import { syntheticValues } from '../stats/synthetic-values.ts';
import { builtRun, loadPhase } from './built-run.ts';

const phase = loadPhase(syntheticValues({ seed: 1, count: 50 }));
const run = builtRun([phase]);

/** The run with other content of run.json. */
function withFile(file: Partial<ComparedRun['file']>): ComparedRun {
  return builtRun([phase], { file: { ...run.file, ...file } });
}

function withMachine(environment: Partial<ComparedRun['environment']>): ComparedRun {
  return builtRun([phase], { environment: { ...run.environment, ...environment } });
}

describe('runs are unlike', () => {
  test.each<[string, ComparedRun, string]>([
    [
      'another machine',
      withMachine({ cpuModel: 'other' }),
      'machine: cpuModel is a model and other',
    ],
    [
      'another limit',
      withMachine({ cgroupMemoryMax: '1' }),
      'machine: cgroupMemoryMax is unknown and 1',
    ],
    ['another model', withMachine({ models: ['big'] }), 'model: models are small and big'],
    [
      'another version of the metrics',
      withMachine({ loadcell: '0.2.0' }),
      'version: Loadcell was 0.1.0 and 0.2.0, which may record differently',
    ],
    [
      'another concurrency',
      withFile({ phaseOptions: { load: { concurrency: 8 } } }),
      'workload: phases.load.concurrency is 4 and 8',
    ],
    [
      'another setting of the host',
      withFile({ target: { kind: 'openai', threads: 2 } }),
      'workload: target.threads is 1 and 2',
    ],
    [
      'another rate of sampling',
      withFile({ sampling: { hz: 100 } }),
      'workload: sampling.hz is 1000 and 100',
    ],
    [
      'a run cut short',
      builtRun([phase], { status: 'interrupted' }),
      'status: candidate run /results/run was interrupted before its end',
    ],
    ['a phase that did not run', builtRun([]), 'workload: phases that ran are load and none'],
  ])('with %s', (_, other, reason) => {
    expect(compareLikeness([run], [other]).unlike).toEqual([reason]);
  });

  test('with a phase that failed', () => {
    const failed = builtRun([phase], {
      phases: run.phases.map((one) => ({ ...one, hasFailed: true })),
    });
    expect(compareLikeness([failed], [run]).unlike).toEqual([
      'status: phase load failed in base run /results/run',
    ]);
  });

  test('with another share of prompts from a cache', () => {
    const cached = {
      ...phase,
      requests: phase.requests.map((row) => ({ ...row, cachedTokens: 12 })),
    };
    expect(compareLikeness([run], [builtRun([cached])]).unlike).toEqual([
      'cache: its hit ratio in phase load is 0.0 % and 50.0 %',
    ]);
  });

  test('with a run that was answered by its cache, which is told also where both were', () => {
    const cached = builtRun([phase], {
      phases: run.phases.map((one) => ({ ...one, answeredByCache: 0.97 })),
    });
    expect(compareLikeness([cached], [cached])).toEqual({
      unlike: [],
      changes: [
        "cache: phase load of /results/run was answered by the server's cache (97.0 % of the prompt tokens)",
      ],
    });
  });

  test('within the base', () => {
    expect(compareLikeness([run, withMachine({ cpuCount: 4 })], [run]).unlike).toEqual([
      'within the base, machine: cpuCount is 2 and 4',
    ]);
  });
});

describe('runs are alike', () => {
  test('in themselves, wherever the server is, and whatever is judged', () => {
    const other = withFile({
      target: { kind: 'openai', url: 'http://elsewhere', wait: 5000, threads: 1, models: [] },
      phaseOptions: { load: { concurrency: 4, metrics: [], successCriteria: { errorRate: 0 } } },
    });
    expect(compareLikeness([run], [other])).toEqual({ unlike: [], changes: [] });
  });

  test('with another nonce each: that is what keeps their prompts apart', () => {
    expect(compareLikeness([withFile({ nonce: 'a' })], [withFile({ nonce: 'b' })])).toEqual({
      unlike: [],
      changes: [],
    });
  });

  test('when the host has another version, or the seed is another: that is told', () => {
    const other = builtRun([phase], {
      file: { ...run.file, seed: 2 },
      environment: { ...run.environment, target: 'openai 2' },
    });
    expect(compareLikeness([run], [other])).toEqual({
      unlike: [],
      changes: ['the host is openai 1 and openai 2', 'seed is 1 and 2'],
    });
  });

  test('when the load came out otherwise, which is told', () => {
    const other = builtRun([phase], {
      phases: run.phases.map((one) => ({ ...one, loads: ['open-loop: poisson, 80/s'] })),
    });
    expect(compareLikeness([run], [other]).changes).toEqual([
      expect.stringContaining('came to open-loop: poisson, 100/s and open-loop: poisson, 80/s'),
    ]);
  });
});

describe('a comparison of unlike runs', () => {
  const base = { name: 'base', runs: [run] };
  const other = { name: 'other', runs: [withMachine({ cpuCount: 64 })] };

  test('is refused with every reason', () => {
    expect(() => compareSides(base, [other])).toThrow(UnlikeRunsError);
    expect(() => compareSides(base, [other])).toThrow(/cpuCount is 2 and 64[^]*--allow-unlike/);
  });

  test('is made when allowed, and tells the reasons', () => {
    const { candidates } = compareSides(base, [other], { allowsUnlike: true });
    expect(candidates[0]?.unlike).toEqual(['machine: cpuCount is 2 and 64']);
  });
});
