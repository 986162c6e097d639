import { describe, expect, it } from 'vitest';
import { flagName } from '../../../src/flags/flag-row.ts';
import { RUN_FLAGS } from '../../../src/run/flags.ts';
import { configOf, refusal, stagesOf } from './flagged-stages.ts';

describe('flags that add stages', () => {
  it('add a stage each, in the order closed, open, ramp, trace, sweep, and run only the load phase', () => {
    const flags = {
      sweep: 'rate=1..64',
      trace: ['a.csv', 'b.csv'],
      ramp: '1..40',
      rate: ['5', '2.5'],
      concurrency: ['1', '8', '64'],
    };
    expect(configOf(flags)).toEqual({
      phase: 'load',
      phases: {
        load: {
          stages: [
            { kind: 'closed', concurrency: 1 },
            { kind: 'closed', concurrency: 8 },
            { kind: 'closed', concurrency: 64 },
            { kind: 'open', rate: 5 },
            { kind: 'open', rate: 2.5 },
            { kind: 'ramp', from: 1, to: 40 },
            { kind: 'trace', file: 'a.csv' },
            { kind: 'trace', file: 'b.csv' },
            { kind: 'sweep', parameter: 'rate', from: 1, to: 64 },
          ],
        },
      },
    });
  });

  it('add stages of conversations at a rate or of users, with their think time and history', () => {
    const flags = { sessions: ['0.5'], users: ['8'], 'think-time': '3s', history: 'live' };
    const held = { thinkTime: 3000, history: 'live' };
    expect(stagesOf(flags)).toEqual([
      { kind: 'sessions', rate: 0.5, ...held },
      { kind: 'sessions', users: 8, ...held },
    ]);
    expect(refusal({ rate: '5', history: 'live' })).toEqual({
      text: '--history needs a stage of kind sessions',
      help: 'remove it, or add such a stage; this run has only open',
    });
  });

  it('give traces the format of the dataset flag', () => {
    expect(stagesOf({ trace: ['a.csv'], 'dataset-format': 'burstgpt' })).toEqual([
      { kind: 'trace', file: 'a.csv', format: 'burstgpt' },
    ]);
  });

  it('replace the list of the file and keep the rest of it', () => {
    const file = { name: 'x', phases: { load: { idle: 5, stages: [{ kind: 'closed' }] } } };
    expect(configOf({ rate: '5' }, file)).toEqual({
      name: 'x',
      phase: 'load',
      phases: { load: { idle: 5, stages: [{ kind: 'open', rate: 5 }] } },
    });
  });

  it('accept settings: an exact number of requests, warm-up and arrivals', () => {
    const flags = { concurrency: '8', rate: '5', sweep: 'rate=1..2', arrivals: 'constant' };
    expect(stagesOf({ ...flags, requests: '500', warmup: '16' })).toEqual([
      { kind: 'closed', concurrency: 8, requests: 500, warmup: 16 },
      { kind: 'open', rate: 5, requests: 500, warmup: 16, arrivals: 'constant' },
      { kind: 'sweep', parameter: 'rate', from: 1, to: 2, warmup: 16, arrivals: 'constant' },
    ]);
  });

  it('accept a burstiness, which implies gamma arrivals', () => {
    const open = { kind: 'open', rate: 5, arrivals: { gamma: 0.5 } };
    expect(stagesOf({ rate: '5', burstiness: '0.5' })).toEqual([open]);
    expect(stagesOf({ rate: '5', burstiness: '0.5', arrivals: 'gamma' })).toEqual([open]);
  });
});

describe('settings alone', () => {
  it('change the stages of the file, but not the phases that run', () => {
    const stages = [
      { kind: 'closed', duration: '5s', minRequests: 9 },
      { kind: 'sweep', parameter: 'rate', from: 1, to: 2 },
    ];
    expect(configOf({ requests: '10' }, { phases: { load: { stages } } })).toEqual({
      phases: {
        load: {
          stages: [
            { kind: 'closed', requests: 10 },
            { kind: 'sweep', parameter: 'rate', from: 1, to: 2 },
          ],
        },
      },
    });
  });

  it('change the default stages where the file has none', () => {
    expect(stagesOf({ requests: '10' })).toMatchObject([
      { kind: 'closed', requests: 10 },
      { kind: 'open', requests: 10 },
    ]);
  });

  it('do not change a configuration without these flags, or with stages that are not a list', () => {
    expect(configOf({ model: 'a' }, { a: 1 })).toEqual({ a: 1 });
    const wrong = { phases: { load: { stages: 5 } } };
    expect(configOf({ warmup: '3' }, wrong)).toEqual(wrong);
    expect(configOf({ rate: '3' }, 7)).toBe(7);
  });
});

describe('flags of stages that would have no effect', () => {
  it.each([
    [
      { ramp: '1..40', requests: '5' },
      '--requests cannot be combined with a ramp',
      'remove --requests: the rates and the duration of a ramp determine their number',
    ],
    [
      { concurrency: '1', arrivals: 'poisson' },
      '--arrivals needs a stage of kind open, sessions, or sweep',
      'remove it, or add such a stage; this run has only closed',
    ],
    [
      { sweep: 'rate=1..2', requests: '3' },
      '--requests needs a stage of kind closed, open, sessions, or trace',
      'remove it, or add such a stage; this run has only sweep',
    ],
    [
      { concurrency: '4', requests: '10', duration: '60s' },
      '--duration needs a stage that ends by time',
      'remove it, or remove --requests: a stage ends by count or by time',
    ],
    [
      { sweep: 'rate=1..2', duration: '60s' },
      '--duration needs a stage that ends by time',
      'remove it: the duration of a level (10s) is a key of the sweep in a configuration file',
    ],
    [
      { rate: '1', arrivals: 'weird' },
      'unknown --arrivals "weird"',
      'pass one of poisson, constant, gamma; gamma needs --burstiness',
    ],
    [
      { rate: '1', arrivals: 'gamma' },
      '--arrivals gamma needs --burstiness',
      'pass --burstiness, such as --burstiness 0.5, which implies gamma',
    ],
    [
      { rate: '1', arrivals: 'poisson', burstiness: '2' },
      '--burstiness cannot be combined with --arrivals poisson',
      'remove one: only gamma arrivals have a burstiness',
    ],
    [
      { rate: '1', phase: 'baseline' },
      '--rate cannot be combined with --phase baseline',
      'remove --phase, or pass --phase load: only the load phase has stages',
    ],
  ])('are rejected as %j', (flags, text, help) => {
    expect(refusal(flags)).toEqual({ text, help });
  });

  it.each([
    [{ sweep: 'rate' }, /--sweep: invalid sweep "rate".*rate=1\.\.64/],
    [{ sweep: 'rate=a..2' }, /--sweep: invalid value "a": expected a number/],
    [{ ramp: '5' }, /--ramp: invalid range "5": expected FROM\.\.TO/],
    [{ rate: 'fast' }, /--rate: invalid value "fast": expected a number/],
  ])('are rejected by name: %j', (flags, message) => {
    expect(() => configOf(flags)).toThrow(message);
  });
});

describe('the table of flags', () => {
  it('marks each flag that adds or changes a stage', () => {
    const marked = (mark: string) => RUN_FLAGS.filter(({ stage }) => stage === mark).map(flagName);
    expect(marked('load')).toEqual([
      'concurrency',
      'rate',
      'ramp',
      'trace',
      'sessions',
      'users',
      'sweep',
    ]);
    expect(marked('setting')).toEqual([
      'arrivals',
      'burstiness',
      'think-time',
      'history',
      'requests',
      'until-decided',
      'max-duration',
      'warmup',
      'max-error-rate',
      'max-outage',
      'stop-over-saturated',
      'cancel',
      'cancel-after',
    ]);
  });

  it('accepts a duration where one stage ends by time', () => {
    for (const flags of [{ ramp: '1..2' }, { rate: '1' }, { concurrency: '1', trace: 'a.csv' }]) {
      expect(configOf({ ...flags, duration: '5s' })).toMatchObject({ phase: 'load' });
    }
  });
});
