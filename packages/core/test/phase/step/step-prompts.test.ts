import { describe, expect, it } from 'vitest';
import { PHASES } from '../../../src/phase/registry.ts';
import { StepPrompts } from '../../../src/phase/step/step-prompts.ts';
import type { LengthSpec } from '../../../src/workload/length-spec.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';
import { RecordedPhase } from '../recorded-phase.ts';

const BRIEF = { idle: 1, cooldown: 1, duration: 1 };

const QUICK = { firstTokenMs: 0, tokenMs: 0, contextTokens: 512 };

const RUNS = {
  baseline: ({ context }: RecordedPhase, options: object) =>
    PHASES.baseline.run(context, {
      ...PHASES.baseline.options.parse({ ...BRIEF, ...options }),
      minRequests: 4,
    }),
  'cross-model': ({ context }: RecordedPhase, options: object) =>
    PHASES['cross-model'].run(
      context,
      PHASES['cross-model'].options.parse({ ...BRIEF, minSwitches: 2, ...options }),
    ),
} as const;

async function run(name: keyof typeof RUNS, inputTokens?: LengthSpec) {
  const target = new ScriptedTarget(QUICK);
  const phase = new RecordedPhase(target);
  await RUNS[name](phase, inputTokens === undefined ? {} : { inputTokens });
  const lengthsOf = (purpose: Parameters<RecordedPhase['rowsOf']>[0]): Set<number> =>
    new Set(phase.rowsOf(purpose).map((row) => row.inputTokens));
  return { target, phase, lengthsOf };
}

const SHORT = new Set([24]);

describe.each(['baseline', 'cross-model'] as const)('the prompts of the %s phase', (name) => {
  it('have exactly the configured input tokens, by the tokenizer of the target', async () => {
    const { phase, lengthsOf } = await run(name, 100);
    const exact = new Set([100]);
    expect(lengthsOf('context-load')).toEqual(exact);
    expect(lengthsOf('sequential')).toEqual(exact);
    expect(lengthsOf('continuation')).toEqual(exact);
    expect(phase.eventsOf('stage-began').map(({ prompts }) => prompts)).toContain('tokenizer');
  });

  it('stay short in the first request after a model load or switch', async () => {
    const { lengthsOf } = await run(name, 100);
    expect(lengthsOf('model-load')).toEqual(SHORT);
    expect(lengthsOf('model-switch')).toEqual(SHORT);
  });

  it('are short without configured input tokens, and the target counts nothing for them', async () => {
    const { phase, lengthsOf } = await run(name);
    expect(lengthsOf('context-load')).toEqual(SHORT);
    expect(lengthsOf('sequential')).toEqual(SHORT);
    expect(phase.eventsOf('stage-began').map(({ prompts }) => prompts)).not.toContain('tokenizer');
    expect(phase.steps.join()).not.toMatch('preparing prompts');
  });

  it('have lengths between two bounds, and are all distinct', async () => {
    const { target, phase } = await run(name, { min: 30, max: 60 });
    const lengths = phase.rowsOf('sequential').map((row) => row.inputTokens);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(30);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(60);
    const again = phase.rowsOf('continuation').length;
    const rounds = phase.eventsOf('continuation-compared').length / 2;
    expect(new Set(target.prompts).size).toBe(target.prompts.length - again + rounds);
  });
});

describe('the prompts of single requests', () => {
  it('learn the token counts of each model once', async () => {
    const target = new ScriptedTarget(QUICK);
    const phase = new RecordedPhase(target);
    const prompts = new StepPrompts(phase.context, 'test', 40);
    const made = [await prompts.of('small'), await prompts.of('large'), await prompts.of('small')];
    const texts = made.map(({ next }) => next().prompt);
    expect(new Set(texts).size).toBe(3);
    expect(phase.steps).toHaveLength(2);
  });
});
