import { describe, expect, it } from 'vitest';
import { checkContextFits } from '../../../src/phase/options/context-fit.ts';
import { LoadOptionsSchema, resolveLoad } from '../../../src/phase/options/load-options.ts';
import { ConfigError } from '../../../src/spec/error/errors.ts';
import { builtTrace } from '../../workload/load-dataset/built-files.ts';
import { runBriefPhase } from '../run-brief-phase.ts';
import { PHASES } from '../../../src/phase/registry.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';
import { RecordedPhase } from '../recorded-phase.ts';

const options = (given: object) => resolveLoad(LoadOptionsSchema.parse(given));

describe('a load that does not fit the context', () => {
  it.each([
    [{ inputTokens: 1000, outputTokens: 64 }, 'inputTokens 1000 + outputTokens 64'],
    [{ inputTokens: { min: 10, max: 300 } }, 'inputTokens 300 + outputTokens 12'],
    [{ outputTokens: 240 }, 'prompt 24 + outputTokens 240'],
    [
      { inputTokens: 10, sharedPrefix: { tokens: 250 } },
      'sharedPrefix.tokens 250 + inputTokens 10',
    ],
    [
      {
        inputTokens: 60,
        outputTokens: 40,
        stages: [{ kind: 'sessions', rate: 1, turns: { min: 1, max: 3 } }],
      },
      '3 turns of inputTokens 60 + outputTokens 40',
    ],
    [
      {
        stages: [
          { kind: 'closed' },
          { kind: 'sweep', parameter: 'inputTokens', from: 10, to: 300 },
        ],
      },
      'inputTokens 300 + outputTokens 12',
    ],
  ])('is rejected with the sum of its lengths: %j', (given, sum) => {
    const check = (): void => checkContextFits(options(given), [], 256);
    expect(check).toThrow(ConfigError);
    expect(check).toThrow(sum);
    expect(check).toThrow('the context of 256 tokens');
  });

  it('is rejected for the longest request of a trace', () => {
    const { survey } = builtTrace([
      { atMs: 0, inputTokens: 20, outputTokens: 5 },
      { atMs: 5, inputTokens: 250, outputTokens: 50 },
    ]);
    const longest = survey.longest === undefined ? [] : [survey.longest];
    expect(() => checkContextFits(options({}), longest, 256)).toThrow(
      '250 + 50 tokens of a request (line 2 of its file)',
    );
  });

  it('is rejected before anything is sent', async () => {
    const target = new ScriptedTarget({ contextTokens: 64 });
    const described = { ...target.description, details: { contextTokens: 64 } };
    Object.defineProperty(target, 'description', { value: described });
    const phase = new RecordedPhase(target);
    const running = PHASES.load.run(phase.context, options({ inputTokens: 100 }));
    await expect(running).rejects.toThrow(ConfigError);
    expect(target.prompts).toEqual([]);
  });
});

describe('a load that fits the context', () => {
  it('is accepted, as is one with unknown lengths or context', async () => {
    expect(() => checkContextFits(options({ inputTokens: 244 }), [], 256)).not.toThrow();
    expect(() => checkContextFits(options({ inputTokens: 9000 }), [], Number.NaN)).not.toThrow();
    expect(() =>
      checkContextFits(options({ dataset: 'file.jsonl', outputTokens: 900 }), [], 256),
    ).not.toThrow();
    await runBriefPhase('load');
  });
});
