import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { LoadOptionsSchema, resolveLoad } from '../../../src/phase/options/load-options.ts';

describe('the lengths of a load', () => {
  it('draws lengths of the kinds of requests alike where they have no shares', () => {
    const lengths = [
      { inputTokens: 8, outputTokens: 4 },
      { inputTokens: { distribution: 'normal', mean: 16, deviation: 2 }, outputTokens: 9 },
    ];
    const load = resolveLoad(LoadOptionsSchema.parse({ lengths }));
    expect(load.isOutputDemanded).toBe(true);
    expect(load.lengths).toEqual([
      { inputTokens: 8, outputTokens: 4, share: 0.5 },
      {
        inputTokens: { distribution: 'normal', mean: 16, deviation: 2, min: 8, max: 24 },
        outputTokens: 9,
        share: 0.5,
      },
    ]);
  });

  it.each([
    [{ lengths: [] }, /lengths: expected at least 1/],
    [
      {
        lengths: [
          { inputTokens: 8, outputTokens: 4, share: 0.5 },
          { inputTokens: 9, outputTokens: 4, share: 0.4 },
        ],
      },
      /lengths: .*shares that add up to 1/,
    ],
    [
      {
        lengths: [
          { inputTokens: 8, outputTokens: 4, share: 0.5 },
          { inputTokens: 9, outputTokens: 4 },
        ],
      },
      /lengths: .*shares that add up to 1, or no shares/,
    ],
    [
      { lengths: [{ inputTokens: 8, outputTokens: 4 }], inputTokens: 4 },
      /lengths cannot be combined with inputTokens/,
    ],
    [
      { lengths: [{ inputTokens: 8, outputTokens: 4 }], outputTokens: 4 },
      /lengths cannot be combined with outputTokens/,
    ],
    [
      { lengths: [{ inputTokens: 8, outputTokens: 4 }], stages: [{ kind: 'sessions', rate: 1 }] },
      /lengths cannot be combined with a sessions stage/,
    ],
    [
      { lengthsFrom: 'trace.jsonl', inputTokens: 4 },
      /lengthsFrom cannot be combined with inputTokens/,
    ],
    [
      { lengthsFrom: 'trace.jsonl', lengths: [{ inputTokens: 8, outputTokens: 4 }] },
      /lengths cannot be combined with lengthsFrom/,
    ],
    [
      { lengthsFrom: { file: 'trace.jsonl' }, dataset: 'prompts.jsonl' },
      /lengthsFrom cannot be combined with dataset/,
    ],
    [{ inputTokens: { distribution: 'normal', mean: 100, deviation: 0 } }, /inputTokens/],
    [
      { inputTokens: { distribution: 'lognormal', median: 100, sigma: 1, min: 9, max: 8 } },
      /min to be at most max/,
    ],
    [
      { lengths: [{ inputTokens: 400, outputTokens: 200 }] },
      /lengths: inputTokens 400 \+ outputTokens 200 do not fit the context of 512/,
    ],
  ])('refuses lengths that cannot be drawn or sent: %j', (load, message) => {
    expect(() => parseConfig({ phase: 'load', phases: { load } })).toThrow(message);
  });
});
