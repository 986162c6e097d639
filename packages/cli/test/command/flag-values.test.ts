import { ConfigError } from '@loadcell/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlagRow } from '../../src/command/command-definition.ts';
import { flagValue, overrideConfig } from '../../src/command/flag-values.ts';
import { runCommand } from '../../src/commands/run.ts';

function row(kind: FlagRow['kind'], more: Partial<FlagRow> = {}): FlagRow {
  return { flags: '--thing <x>', description: '', kind, ...more };
}

describe('flagValue', () => {
  it('reads memory as bytes and times as milliseconds', () => {
    expect(flagValue(row('bytes'), ['14GiB'])).toBe(14 * 2 ** 30);
    expect(flagValue(row('duration'), ['1.5 h'])).toBe(5_400_000);
  });

  it('reads a repeatable flag as a list, also when it is given once', () => {
    expect(flagValue(row('text', { repeatable: true }), ['a'])).toEqual(['a']);
  });

  it.each([
    ['bytes', '14'],
    ['bytes', '30s'],
    ['duration', '30'],
    ['duration', '14GiB'],
    ['number', 'many'],
    ['number', ''],
  ] as const)('refuses a %s of "%s" and names the flag', (kind, text) => {
    expect(() => flagValue(row(kind), [text])).toThrow(ConfigError);
    expect(() => flagValue(row(kind), [text])).toThrow(/^--thing: /);
  });
});

describe('overrideConfig', () => {
  it('puts flags over the file, and leaves what they do not name', () => {
    const file = { name: 'mine', target: { models: ['a.gguf'], threads: 2 } };
    const flags = new Map([
      ['model', ['b.gguf', 'c.gguf']],
      ['hz', ['500']],
      ['json', ['']],
    ]);
    expect(overrideConfig(file, runCommand.flags, flags)).toEqual({
      name: 'mine',
      target: { models: ['b.gguf', 'c.gguf'], threads: 2 },
      sampling: { hz: 500 },
    });
  });

  it('sets the duration of every phase', () => {
    expect(overrideConfig({}, runCommand.flags, new Map([['duration', ['2s']]]))).toEqual({
      phases: {
        baseline: { duration: 2000 },
        'cross-model': { duration: 2000 },
        load: { duration: 2000 },
      },
    });
  });

  it('puts objectives, a sweep and a trace over those of the file, setting by setting', () => {
    const file = {
      objectives: { timeToFirstToken: 100, responseTime: 1000 },
      phases: {
        load: { sweep: { over: 'rate', from: 1, to: 2, factor: 4 }, schedule: { speed: 2 } },
      },
    };
    const flags = new Map([
      ['objective', ['timeToFirstToken=0.2s', 'timePerOutputToken=12.5']],
      ['sweep', ['concurrency=1..32']],
      ['trace', ['t.jsonl']],
    ]);
    expect(overrideConfig(file, runCommand.flags, flags)).toEqual({
      objectives: { timeToFirstToken: 200, responseTime: 1000, timePerOutputToken: 12.5 },
      phases: {
        load: {
          sweep: { over: 'concurrency', from: 1, to: 32, factor: 4 },
          schedule: { shape: 'trace', trace: 't.jsonl', speed: 2 },
        },
      },
    });
  });

  it.each([
    ['objective', 'timeToFirstToken', /--objective: .*timeToFirstToken=200ms/],
    ['objective', 'timeToFirstToken=1GiB', /--objective: .*length of time/],
    ['sweep', 'rate', /--sweep: .*rate=1\.\.64/],
    ['sweep', 'rate=a..2', /--sweep: "a" is not a number/],
  ])('refuses --%s %s', (flag, text, message) => {
    expect(() => overrideConfig({}, runCommand.flags, new Map([[flag, [text]]]))).toThrow(message);
  });

  it('keeps what is no object where one belongs, for the schema to complain about', () => {
    const flags = new Map([['model', ['b.gguf']]]);
    expect(overrideConfig({ target: 5 }, runCommand.flags, flags)).toEqual({ target: 5 });
  });

  it('never changes what it was given', () => {
    const flags = new Map([['hz', ['10']]]);
    fc.assert(
      fc.property(fc.object(), (file) => {
        const before = structuredClone(file);
        overrideConfig(file, runCommand.flags, flags);
        expect(file).toEqual(before);
      }),
    );
  });
});
