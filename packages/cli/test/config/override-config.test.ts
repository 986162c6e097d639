import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overrideConfig } from '../../src/config/override-config.ts';
import { RUN_FLAGS } from '../../src/run/flags.ts';

describe('overrideConfig', () => {
  it('overrides the file with flags and keeps other settings', () => {
    const file = { name: 'mine', target: { models: ['a.gguf'], threads: 2 } };
    const flags = new Map([
      ['model', ['b.gguf', 'c.gguf']],
      ['hz', ['500']],
      ['json', ['']],
    ]);
    expect(overrideConfig(file, RUN_FLAGS, flags)).toEqual({
      name: 'mine',
      target: { models: ['b.gguf', 'c.gguf'], threads: 2 },
      sampling: { hz: 500 },
    });
  });

  it('replaces the server of the file by one URL, or by replicas', () => {
    const one = new Map([['url', ['http://c:1']]]);
    const two = new Map([['url', ['http://c:1', 'http://d:1']]]);
    for (const target of [
      { url: 'http://a:1', api: 'x' },
      { urls: ['http://a:1'], api: 'x' },
    ]) {
      expect(overrideConfig({ target }, RUN_FLAGS, one)).toEqual({
        target: { url: 'http://c:1', api: 'x' },
      });
      expect(overrideConfig({ target }, RUN_FLAGS, two)).toEqual({
        target: { urls: ['http://c:1', 'http://d:1'], api: 'x' },
      });
    }
  });

  it('sets the duration of every phase', () => {
    expect(overrideConfig({}, RUN_FLAGS, new Map([['duration', ['2s']]]))).toEqual({
      phases: {
        baseline: { duration: 2000 },
        'cross-model': { duration: 2000 },
        load: { duration: 2000 },
      },
    });
  });

  it('replaces the mix of the file, whose weights would change the shares', () => {
    const file = { phases: { load: { models: { base: 9, other: 1 } } } };
    expect(overrideConfig(file, RUN_FLAGS, new Map([['mix', ['base=3,adapter=1']]]))).toEqual({
      phases: { load: { models: { base: 3, adapter: 1 } } },
    });
  });

  it('overrides single SLOs and criteria of the file', () => {
    const file = {
      slos: { ttft: 100, e2el: 1000 },
      successCriteria: { errorRate: 0.1, maxMemoryUsage: 1 },
    };
    const flags = new Map([
      ['slo', ['ttft=0.2s', 'tpot=12.5']],
      ['criterion', ['errorRate<=0', 'stages.open.timeToFirstToken.p95<=200ms']],
    ]);
    expect(overrideConfig(file, RUN_FLAGS, flags)).toEqual({
      slos: { ttft: 200, e2el: 1000, tpot: 12.5 },
      successCriteria: {
        errorRate: 0,
        maxMemoryUsage: 1,
        'stages.open.timeToFirstToken.p95': 200,
      },
    });
  });

  it('reads a mixture of lengths as its pairs', () => {
    const flags = new Map([['lengths', ['128/32@70%,2048..4096/256@0.3']]]);
    expect(overrideConfig({}, RUN_FLAGS, flags)).toEqual({
      phases: {
        load: {
          lengths: [
            { inputTokens: 128, outputTokens: 32, share: 0.7 },
            { inputTokens: { min: 2048, max: 4096 }, outputTokens: 256, share: 0.3 },
          ],
        },
      },
    });
  });

  it.each([
    ['512', 512],
    ['100..500', { min: 100, max: 500 }],
    ['normal:512,64', { distribution: 'normal', mean: 512, deviation: 64 }],
    ['lognormal:512,0.5', { distribution: 'lognormal', median: 512, sigma: 0.5 }],
    [
      'lognormal:512,0.5,16..2000',
      { distribution: 'lognormal', median: 512, sigma: 0.5, min: 16, max: 2000 },
    ],
  ])('reads the length %s', (text, inputTokens) => {
    expect(overrideConfig({}, RUN_FLAGS, new Map([['input-tokens', [text]]]))).toEqual({
      phases: { load: { inputTokens } },
    });
  });

  it.each([
    'x',
    '5..x',
    '',
    '5-9',
    'normal:512',
    'normal:512,64,9',
    'normal:1,2,3..4,5',
    'zipf:1,2',
  ])('rejects the length "%s" with its forms', (text) => {
    expect(() => overrideConfig({}, RUN_FLAGS, new Map([['input-tokens', [text]]]))).toThrow(
      `--input-tokens: invalid length "${text}": expected 512, 100..500, normal:512,64 or lognormal:512,0.5`,
    );
  });

  it.each(['128', '128/', '/32', '128/32@', '128/32@x', '128/32@70%,', 'a/b'])(
    'rejects the lengths "%s" with their form',
    (text) => {
      expect(() => overrideConfig({}, RUN_FLAGS, new Map([['lengths', [text]]]))).toThrow(
        /--lengths: invalid lengths ".*": expected INPUT\/OUTPUT@SHARE.*128\/32@70%,2048\/256@30%/,
      );
    },
  );

  it('reads lengths as one number or a range', () => {
    const flags = new Map([
      ['input-tokens', ['512']],
      ['output-tokens', ['64..256']],
    ]);
    expect(overrideConfig({}, RUN_FLAGS, flags)).toEqual({
      phases: { load: { inputTokens: 512, outputTokens: { min: 64, max: 256 } } },
    });
  });

  it.each([
    ['slo', 'ttft', /--slo: invalid SLO "ttft".*ttft=200ms.*--slo list/],
    ['slo', 'ttft=1GiB', /--slo: .*invalid duration/],
    ['criterion', 'errorRate>=1', /--criterion: .*at most its threshold\. Write it as/],
  ])('rejects --%s %s', (flag, text, message) => {
    expect(() => overrideConfig({}, RUN_FLAGS, new Map([[flag, [text]]]))).toThrow(message);
  });

  it.each([
    ['slo', ['ttft=200ms', 'ttft=1s'], 'ttft'],
    ['slo', ['mlperf:llama2-70b-server', 'tpot=1s', 'mlperf:deepseek-r1-server'], 'preset'],
    ['criterion', ['ttft.p95<=200ms', 'ttft.p95<=1s'], 'ttft.p95'],
  ])('rejects --%s twice for one setting and names both: %j', (flag, texts, key) => {
    expect(() => overrideConfig({}, RUN_FLAGS, new Map([[flag, texts]]))).toThrow(
      `--${flag}: "${texts[0]}" and "${texts.at(-1)}" both set "${key}". Remove one of them.`,
    );
  });

  it('accepts an SLO preset with limits and replaces the preset of the file', () => {
    const file = { slos: { preset: 'mlperf:llama2-70b-server', e2el: 1000 } };
    const flags = new Map([['slo', ['mlperf:llama3.1-8b-interactive', 'serviceTime=2s']]]);
    expect(overrideConfig(file, RUN_FLAGS, flags)).toEqual({
      slos: { preset: 'mlperf:llama3.1-8b-interactive', e2el: 1000, serviceTime: 2000 },
    });
  });

  it('keeps a value that should be an object, for the schema to reject', () => {
    const flags = new Map([['model', ['b.gguf']]]);
    expect(overrideConfig({ target: 5 }, RUN_FLAGS, flags)).toEqual({ target: 5 });
  });

  it('does not change its input', () => {
    const flags = new Map([['hz', ['10']]]);
    fc.assert(
      fc.property(fc.object(), (file) => {
        const before = structuredClone(file);
        overrideConfig(file, RUN_FLAGS, flags);
        expect(file).toEqual(before);
      }),
    );
  });
});
