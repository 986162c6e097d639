import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/parse-config.ts';
import type { LoadcellConfig } from '../../../src/config/config-schema.ts';
import { WHOLE } from '../../../src/workload/slice/slice.ts';

const SLICE = { index: 1, count: 3 };
const TARGET = { url: 'http://127.0.0.1:8000' };
const SHARED = { seed: 1, nonce: 'shared', target: TARGET, phase: 'load' } as const;
const OPEN = { kind: 'open', rate: 5, duration: '10s' } as const;
const CLOSED = { kind: 'closed', concurrency: 4 } as const;

function withStages(
  ...stages: NonNullable<NonNullable<NonNullable<LoadcellConfig['phases']>['load']>['stages']>
): LoadcellConfig {
  return { ...SHARED, phases: { load: { stages } } };
}

describe('a slice of a configuration', () => {
  it('is the whole by default', () => {
    expect(parseConfig(SHARED).slice).toEqual(WHOLE);
  });

  it('is part of the parsed configuration, with its machine and its start', () => {
    const worker = { slice: SLICE, startAtEpochMs: 5, machine: 'a', runId: 'R1' };
    expect(parseConfig(withStages(CLOSED, OPEN), worker)).toMatchObject(worker);
  });

  it.each([{ seed: 1 }, { nonce: 'n' }, {}])('needs a seed and a nonce: %j', (given) => {
    const config = {
      target: TARGET,
      phase: 'load',
      phases: { load: { stages: [OPEN] } },
      ...given,
    };
    expect(() => parseConfig(config, { slice: SLICE })).toThrow(
      '--slice needs --seed and --nonce. Pass the same --seed and --nonce to every worker.',
    );
    expect(() => parseConfig(config, { slice: WHOLE })).not.toThrow();
  });

  it('needs a server that all workers reach', () => {
    const { target: _target, ...rest } = withStages(OPEN);
    expect(() => parseConfig(rest, { slice: SLICE })).toThrow('--slice needs --url');
  });

  it('is of the load phase alone, unless a bus joins the workers', () => {
    const { phase: _phase, ...config } = withStages(OPEN);
    expect(() => parseConfig(config, { slice: SLICE })).toThrow('--slice needs --phase load');
    expect(() => parseConfig(config, { slice: SLICE, isJoined: true })).not.toThrow();
    expect(() => parseConfig(config)).not.toThrow();
  });

  const NEEDS_ALL: [string, LoadcellConfig, string][] = [
    ['a share of a rate', withStages(CLOSED, { kind: 'open' }), 'pass --rate'],
    [
      'a share of a rate of conversations',
      withStages(CLOSED, { kind: 'sessions', rate: { share: 0.5 } }),
      'pass --rate',
    ],
    [
      'a sweep',
      {
        ...withStages({ kind: 'sweep', parameter: 'concurrency', from: 1, to: 8 }),
        slos: { ttft: 200 },
      },
      'run its levels as stages',
    ],
    [
      'a stage until decided',
      {
        ...withStages({ ...CLOSED, until: 'decided' }),
        successCriteria: { 'timeToFirstToken.p95': 200 },
      },
      'set duration or requests',
    ],
    [
      'the end of an over-saturated stage',
      withStages({ ...OPEN, stopOverSaturated: true }),
      'remove stopOverSaturated',
    ],
  ];

  it.each(NEEDS_ALL)('refuses %s without a bus, with advice', (_what, config, help) => {
    const alone = (): unknown => parseConfig(config, { slice: SLICE });
    expect(alone).toThrow('needs the results of all workers');
    expect(alone).toThrow(new RegExp(help, 'i'));
    expect(() => parseConfig(config, { slice: SLICE, isJoined: true })).not.toThrow();
    expect(() => parseConfig(config)).not.toThrow();
  });

  it('refuses a timed closed loop before another stage of a dataset, unless workers are joined', () => {
    const { phases, ...rest } = withStages(CLOSED, OPEN);
    const config = { ...rest, phases: { load: { ...phases?.load, dataset: 'prompts.jsonl' } } };
    const parse = (isJoined: boolean) => () => parseConfig(config, { slice: SLICE, isJoined });
    expect(parse(false)).toThrow('the next stage continues in the dataset');
    expect(parse(true)).not.toThrow();
  });
});
