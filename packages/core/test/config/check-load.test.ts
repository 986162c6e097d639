import { parseConfig } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './refusal-of.ts';

const slos = { ttft: 200 };

/** The two lines that a load is refused with. */
function refusal(load: unknown) {
  return refusalOf(() => parseConfig({ slos, phases: { load } }));
}

const sweep = { kind: 'sweep', parameter: 'rate', from: 1, to: 2 };
const trace = { kind: 'trace', file: 't.jsonl' };

describe('a load', () => {
  it.each([
    { stages: [{ kind: 'open', rate: 5, arrivals: 'constant' }] },
    { stages: [{ kind: 'open', rate: 5, arrivals: { gamma: 0.5 } }] },
    { stages: [{ kind: 'ramp', from: 0, to: 10 }] },
    { stages: [{ ...trace, speed: 2 }], sharedPrefix: { tokens: 9 } },
    { stages: [{ kind: 'sessions', users: 3 }], sharedPrefix: { tokens: 9, groups: 3 } },
    { stages: [{ kind: 'closed' }, trace], inputTokens: 5 },
    { stages: [{ kind: 'sessions', rate: 1 }], inputTokens: { min: 1, max: 1 } },
    { dataset: 'p.jsonl', uniquePrompts: true },
    { dataset: { file: 'p.jsonl', order: 'shuffled' }, stages: [{ kind: 'sessions', users: 3 }] },
    { stages: [{ ...sweep, parameter: 'concurrency', from: 1, to: 8 }] },
  ])('is accepted as %j', (load) => {
    expect(() => parseConfig({ slos, phases: { load } })).not.toThrow();
  });

  it.each([
    [
      { stages: [{ kind: 'ramp', from: 0, to: 0 }] },
      'phases.load.stages.0 (ramp): a ramp from 0 to 0 sends no requests',
      'set from or to above 0',
    ],
    [
      { stages: [{ ...sweep, from: 2, to: 1 }] },
      'phases.load.stages.0 (sweep): from 2 is above to 1',
      'set from to the lowest level and to to the highest',
    ],
    [
      { stages: [{ ...sweep, parameter: 'outputTokens' }] },
      'phases.load.stages.0 (sweep): outputTokens from 1 is below 2',
      'set from to at least 2',
    ],
    [
      { models: { base: 3, adapter: 1 } },
      'phases.load.models needs a server, and the target is the embedded engine',
      'remove it (--mix), or pass --url URL',
    ],
    [
      { dataset: 'p.jsonl', inputTokens: 5 },
      'phases.load: dataset cannot be combined with inputTokens',
      'both determine the prompts; remove one',
    ],
    [
      { dataset: 'p.jsonl', stages: [trace] },
      'phases.load: dataset cannot be combined with a trace stage',
      'both determine the prompts; remove one',
    ],
    [
      { inputTokens: 5, stages: [trace] },
      'phases.load: inputTokens cannot be combined with a trace as the only stage',
      'both determine the prompts; remove one',
    ],
    [
      { stages: [{ kind: 'sessions', users: 3, rate: 1 }] },
      'phases.load.stages.0 (sessions): users cannot be combined with rate',
      'remove one: arrivals begin conversations, or users hold one after another',
    ],
    [
      { uniquePrompts: true },
      'phases.load: uniquePrompts needs dataset',
      'remove it: synthetic prompts are unique without it',
    ],
    [
      { stages: [{ kind: 'closed', requests: 10, duration: '1s' }] },
      'phases.load.stages.0 (closed): requests cannot be combined with duration',
      'remove duration for exactly 10 requests, or remove requests',
    ],
    [
      { stages: [{ kind: 'open', rate: 1, requests: 10, minRequests: 5 }] },
      'phases.load.stages.0 (open): requests cannot be combined with minRequests',
      'remove minRequests for exactly 10 requests, or remove requests',
    ],
    [
      { stages: [{ kind: 'open' }, { kind: 'closed' }] },
      'phases.load.stages.0 (open): rate needs a closed stage before it to take a share of',
      'set rate to a number, such as rate: 5, or put a stage of kind closed before it',
    ],
    [
      {
        stages: [
          { kind: 'closed', name: 'busy' },
          { kind: 'open', rate: { of: 'bsy' } },
        ],
      },
      'phases.load.stages.1 (open): rate.of: unknown closed stage "bsy"; did you mean "busy"?',
      'use "busy"',
    ],
    [
      {
        stages: [
          { kind: 'closed', name: 'a' },
          { kind: 'open', name: 'a' },
        ],
      },
      'phases.load.stages.1: the name "a" is used twice',
      'give each stage a different name',
    ],
    [
      { stages: [{ kind: 'clsoed' }] },
      'phases.load.stages.0.kind: unknown kind "clsoed"; did you mean "closed"?',
      'use one of closed, open, sessions, ramp, trace, sweep',
    ],
    [
      { stages: [{ concurrency: 8 }] },
      'phases.load.stages.0.kind is missing: expected one of closed, open, sessions, ramp, trace, sweep',
      'set it, as in { kind: "closed" }',
    ],
  ])('is refused as %j, in two lines', (load, text, help) => {
    expect(refusal(load)).toEqual({ text, help });
  });

  it('fits the context of an embedded engine where it runs', () => {
    const phases = { load: { inputTokens: 600 } };
    expect(() => parseConfig({ phase: 'baseline', phases })).not.toThrow();
    expect(() => parseConfig({ phase: 'load', phases })).toThrow(
      /^phases\.load: inputTokens 600 \+ outputTokens 12 do not fit the context of 512 tokens.*target\.contextTokens/,
    );
  });

  it('fits its context at the highest level of a sweep, too', () => {
    const stages = [{ ...sweep, parameter: 'inputTokens', from: 100, to: 1000 }];
    expect(() => parseConfig({ phase: 'load', phases: { load: { stages } } })).toThrow(
      /inputTokens 1000 \+ outputTokens 12 do not fit/,
    );
  });

  it.each([
    [{ stages: [] }, /invalid phases\.load\.stages: expected at least 1 entry$/],
    [
      { stages: [{ ...sweep, parameter: 'concurrency', from: 1.5 }] },
      /^invalid phases\.load\.stages\.0 \(sweep\): from 1\.5 and to 2 must be whole numbers for concurrency$/,
    ],
    [{ inputTokens: { min: 5, max: 4 } }, /inputTokens: .*min to be at most max/],
    [{ outputTokens: 1 }, /phases\.load\.outputTokens/],
    [
      { stages: [{ kind: 'closed', name: 'Mine' }] },
      /stages\.0\.name "Mine": expected lower-case letters/,
    ],
    [{ stages: [{ ...sweep, parameter: 'rats' }] }, /parameter "rats"; did you mean "rate"/],
    [{ stages: [{ ...sweep, tolerence: 1 }] }, /did you mean "tolerance"/],
    [
      { stages: [{ kind: 'sweep', parameter: 'rate', from: 1 }] },
      /stages\.0\.to is missing: expected a number/,
    ],
  ])('is refused as %j', (load, message) => {
    expect(() => parseConfig({ slos, phases: { load } })).toThrow(message);
  });

  it.each([
    [{ end: 'requests' }, { requests: 3e7 }, 'lower requests'],
    [{ end: 'minRequests' }, { minRequests: 3e7 }, 'lower the rate, the duration or minRequests'],
  ])('with too many arrivals is refused with the key to lower: %j', (_, end, help) => {
    const stages = [{ kind: 'open', rate: 5, ...end }];
    expect(refusal({ stages })).toEqual({
      text: expect.stringContaining('at least 30,000,000 arrivals, and the maximum is 20,000,000'),
      help,
    });
  });

  it('that sweeps over a rate needs SLOs', () => {
    expect(() => parseConfig({ phases: { load: { stages: [sweep] } } })).toThrow(
      'phases.load.stages.0 (sweep): a sweep over rate needs SLOs. Set slos: { ttft: 200 }, or pass --slo ttft=200ms.',
    );
    const stages = [{ ...sweep, parameter: 'inputTokens' }];
    expect(() => parseConfig({ phases: { load: { stages } } })).not.toThrow();
  });

  it('from before stages is refused with the replacement of each key', () => {
    const old = {
      loops: ['open'],
      concurrency: 8,
      minRequests: 1,
      warmUp: 4,
      schedule: { rate: 5 },
      sessions: {},
      sweep: {},
      prompts: 'p.jsonl',
    };
    expect(refusal({ concurrency: 8 })).toEqual({
      text: 'phases.load: unknown key "concurrency"',
      help: 'set it on a closed stage: stages: [{ kind: "closed", concurrency: 8 }]',
    });
    const lines = refusal(old).text.split('\n');
    expect(lines).toHaveLength(Object.keys(old).length);
    for (const line of lines) expect(line).toMatch(/unknown key "\w+"\. \w.*(stages: \[|dataset)/);
  });

  it.each([
    ['warmUp', 'rename it to warmup'],
    ['over', 'rename it to parameter: parameter: "rate"'],
    ['precision', 'rename it to tolerance'],
    ['stepDuration', 'rename it to duration'],
  ])('has stages whose old key %s is refused with the new one', (key, help) => {
    expect(refusal({ stages: [{ ...sweep, [key]: 1 }] })).toEqual({
      text: `phases.load.stages.0: unknown key "${key}"`,
      help,
    });
  });
});
