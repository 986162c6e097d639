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

  it('puts SLOs and criteria over those of the file, one by one', () => {
    const file = {
      slos: { ttft: 100, e2el: 1000 },
      successCriteria: { errorRate: 0.1, maxMemoryUsage: 1 },
    };
    const flags = new Map([
      ['slo', ['ttft=0.2s', 'tpot=12.5']],
      ['criterion', ['errorRate<=0', 'stages.open.timeToFirstToken.p95<=200ms']],
    ]);
    expect(overrideConfig(file, runCommand.flags, flags)).toEqual({
      slos: { ttft: 200, e2el: 1000, tpot: 12.5 },
      successCriteria: {
        errorRate: 0,
        maxMemoryUsage: 1,
        'stages.open.timeToFirstToken.p95': 200,
      },
    });
  });

  it('reads lengths as one number or a range', () => {
    const flags = new Map([
      ['input-tokens', ['512']],
      ['output-tokens', ['64..256']],
    ]);
    expect(overrideConfig({}, runCommand.flags, flags)).toEqual({
      phases: { load: { inputTokens: 512, outputTokens: { min: 64, max: 256 } } },
    });
  });

  it.each([
    ['slo', 'ttft', /--slo: invalid SLO "ttft".*ttft=200ms.*--slo list/],
    ['slo', 'ttft=1GiB', /--slo: .*invalid duration/],
    ['criterion', 'errorRate>=1', /--criterion: .*at most its threshold\. Write it as/],
    ['input-tokens', '5..x', /--input-tokens: "x" is not a number/],
  ])('refuses --%s %s', (flag, text, message) => {
    expect(() => overrideConfig({}, runCommand.flags, new Map([[flag, [text]]]))).toThrow(message);
  });

  it.each([
    ['slo', ['ttft=200ms', 'ttft=1s'], 'ttft'],
    ['slo', ['mlperf:llama2-70b-server', 'tpot=1s', 'mlperf:deepseek-r1-server'], 'preset'],
    ['criterion', ['ttft.p95<=200ms', 'ttft.p95<=1s'], 'ttft.p95'],
  ])('refuses --%s twice for one setting, and names both: %j', (flag, texts, key) => {
    expect(() => overrideConfig({}, runCommand.flags, new Map([[flag, texts]]))).toThrow(
      `--${flag}: "${texts[0]}" and "${texts.at(-1)}" both set "${key}". Remove one of them.`,
    );
  });

  it('takes the name of an SLO preset with limits, and replaces the preset of the file', () => {
    const file = { slos: { preset: 'mlperf:llama2-70b-server', e2el: 1000 } };
    const flags = new Map([['slo', ['mlperf:llama3.1-8b-interactive', 'serviceTime=2s']]]);
    expect(overrideConfig(file, runCommand.flags, flags)).toEqual({
      slos: { preset: 'mlperf:llama3.1-8b-interactive', e2el: 1000, serviceTime: 2000 },
    });
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
