import { describe, expect, it } from 'vitest';
import { contextPreservation } from '../../../src/metric/switching/context-preservation.ts';
import { measure } from '../../../src/metric/measure/measure.ts';
import { StepPrompts } from '../../../src/phase/step/step-prompts.ts';
import { switchAndReturn } from '../../../src/phase/step/switch-and-return.ts';
import type { Generation, GenerationRequest } from '../../../src/target/target.ts';
import type { Script } from '../../target/script.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';
import { RecordedPhase } from '../recorded-phase.ts';

/** A model that generates the same tokens each time, except the `when`-th time, where it differs from a token on. */
function divergesAt(when: number, token: number): Script['tokens'] {
  return (before, count) =>
    Array.from({ length: count }, (_, index) => (before === when && index >= token ? -1 : index));
}

/** A server that returns text and no tokens; its tokenizer counts each letter as one. */
class TextTarget extends ScriptedTarget {
  readonly #textOf: (tokens: readonly number[]) => string;

  constructor(script: Partial<Script>, textOf: (tokens: readonly number[]) => string) {
    super(script);
    this.#textOf = textOf;
  }

  override async generate(request: GenerationRequest): Promise<Generation> {
    const { tokens, ...generation } = await super.generate(request);
    return { ...generation, tokens: [], text: this.#textOf(tokens) };
  }

  tokenize(_model: string, text: string): Promise<readonly number[]> {
    return Promise.resolve(Array.from(text, (letter) => letter.codePointAt(0) ?? 0));
  }
}

const letters = (tokens: readonly number[]): string =>
  tokens.map((token) => String.fromCodePoint(100 + token)).join('');

async function compared(
  script: Partial<Script>,
  target: ScriptedTarget = new ScriptedTarget(script),
): Promise<RecordedPhase> {
  await target.load('small');
  const phase = new RecordedPhase(target);
  const prompts = new StepPrompts(phase.context, 'test', 5);
  await switchAndReturn(phase.context, 'small', { prompts, outputTokens: 10 });
  return phase;
}

function agreement(phase: RecordedPhase): [string, number, number][] {
  return phase
    .eventsOf('continuation-compared')
    .map((event) => [event.between, event.agreeingTokens, event.comparedTokens]);
}

describe('the continuation of a context', () => {
  it('is compared without a switch first, and then across a switch and back', async () => {
    const phase = await compared({});
    expect(agreement(phase)).toEqual([
      ['control', 10, 10],
      ['switch', 10, 10],
    ]);
    expect(phase.eventsOf('continuation-compared')[1]).toMatchObject({
      model: 'small',
      contextTokens: 5,
    });
    expect(measure(contextPreservation, phase.streams()).avg).toBe(1);
  });

  it('agrees up to the first different token', async () => {
    const phase = await compared({ tokens: divergesAt(2, 4) });
    expect(agreement(phase)).toEqual([
      ['control', 10, 10],
      ['switch', 4, 10],
    ]);
    expect(measure(contextPreservation, phase.streams()).avg).toBeCloseTo(0.4, 12);
  });

  it('does not agree again after it diverged', async () => {
    const phase = await compared({
      tokens: (before, count) =>
        Array.from({ length: count }, (_, index) => (before === 2 && index === 3 ? -1 : index)),
    });
    expect(agreement(phase)[1]).toEqual(['switch', 3, 10]);
  });

  it('that diverges without a switch does not count against the switch', async () => {
    const phase = await compared({
      tokens: (before, count) =>
        Array.from({ length: count }, (_, index) => (before > 0 && index >= 5 ? -1 : index)),
    });
    expect(agreement(phase)).toEqual([
      ['control', 5, 10],
      ['switch', 5, 10],
    ]);
    expect(measure(contextPreservation, phase.streams()).avg).toBe(1);
  });

  it('that is shorter the second time disagrees from where it ended', async () => {
    const phase = await compared({
      tokens: (before, count) =>
        Array.from({ length: before === 2 ? 6 : count }, (_, index) => index),
    });
    expect(agreement(phase)[1]).toEqual(['switch', 6, 10]);
  });

  it('is not measured without token IDs, and the reason is recorded', async () => {
    const phase = await compared({ tokens: () => [] });
    expect(agreement(phase)).toEqual([]);
    expect(phase.eventsOf('not-measured')).toMatchObject([
      { metric: 'contextPreservation', reason: expect.stringContaining('reports no token IDs') },
    ]);
    expect(measure(contextPreservation, phase.streams())).toMatchObject({
      count: 0,
      reason: 'the target reports no token IDs and has no tokenizer',
    });
    expect(phase.eventsOf('switch-ended')).toHaveLength(2);
  });

  it('with only text is compared by the tokens of the tokenizer', async () => {
    const astray = { tokens: divergesAt(2, 4) };
    const phase = await compared({}, new TextTarget(astray, letters));
    expect(agreement(phase)).toEqual([
      ['control', 10, 10],
      ['switch', 4, 10],
    ]);
    expect(phase.eventsOf('not-measured')).toEqual([]);
  });

  it('that is empty is not compared, whatever the tokenizer returns', async () => {
    const phase = await compared({}, new TextTarget({}, () => ''));
    expect(agreement(phase)).toEqual([]);
    expect(phase.eventsOf('not-measured')).toHaveLength(1);
  });

  it('is not compared when it fails; the switch is still measured', async () => {
    const phase = await compared({ behaviour: (_, number) => (number === 1 ? 'fail' : 'answer') });
    expect(agreement(phase)).toEqual([]);
    expect(phase.eventsOf('switch-ended')).toHaveLength(2);
  });

  it('that fails only the second time omits only that comparison', async () => {
    const phase = await compared({ behaviour: (_, number) => (number === 2 ? 'fail' : 'answer') });
    expect(agreement(phase)).toEqual([['switch', 10, 10]]);
  });
});
