import { describe, expect, it } from 'vitest';
import { overfillContext } from '../../../src/phase/step/overfill-context.ts';
import { StepPrompts } from '../../../src/phase/step/step-prompts.ts';
import { transitionContexts } from '../../../src/phase/step/transition-contexts.ts';
import { TargetDiedError } from '../../../src/target/errors.ts';
import type { Script } from '../../target/script.ts';
import { ScriptedTarget } from '../../target/scripted-target.ts';
import { RecordedPhase } from '../recorded-phase.ts';

async function loaded(script: Partial<Script> = {}) {
  const target = new ScriptedTarget(script);
  await target.load('small');
  return { target, phase: new RecordedPhase(target) };
}

/** Contexts of a size, each started with a prompt of 10 tokens. */
async function roomOf(phase: RecordedPhase, contextTokens = 200) {
  const prompts = await new StepPrompts(phase.context, 'test', 10).of('small');
  return { contextTokens, prompts };
}

describe('transitions between two contexts', () => {
  it('alternate, after both contexts were opened and filled', async () => {
    const { target, phase } = await loaded({ contextTokens: 200 });
    await transitionContexts(phase.context, 'small', 5, await roomOf(phase));
    expect(phase.order).toEqual([
      'context-opened',
      'warm-up',
      'context-opened',
      'warm-up',
      ...Array.from({ length: 5 }, () => 'context-transition'),
      'context-closed',
      'context-closed',
    ]);
    const [first, second] = ['context-1', 'context-2'];
    expect(phase.rowsOf('context-transition').map((row) => row.context)).toEqual([
      first,
      second,
      first,
      second,
      first,
    ]);
    expect(target.contexts.size).toBe(0);
  });

  it('never offer a context more than it can hold', async () => {
    for (const contextTokens of [40, 64, 100]) {
      const { phase } = await loaded({ contextTokens });
      await transitionContexts(phase.context, 'small', 50, await roomOf(phase, contextTokens));
      const moves = phase.rowsOf('context-transition');
      expect(moves.length).toBeGreaterThan(0);
      expect(moves.filter((row) => row.residentTokens !== row.offeredTokens)).toEqual([]);
    }
  });

  it('close their contexts even when a request fails', async () => {
    const { target, phase } = await loaded({
      behaviour: (_, number) => (number === 3 ? 'fail' : 'answer'),
    });
    await transitionContexts(phase.context, 'small', 3, await roomOf(phase));
    expect(target.contexts.size).toBe(0);
    expect(phase.rowsOf('context-transition').map((row) => row.outcome)).toEqual([
      'error',
      'ok',
      'ok',
    ]);
  });

  it('close their contexts even on a defect', async () => {
    const { target, phase } = await loaded({
      behaviour: (_, number) => (number === 3 ? 'bug' : 'answer'),
    });
    await expect(
      transitionContexts(phase.context, 'small', 3, await roomOf(phase)),
    ).rejects.toThrow(TypeError);
    expect(target.contexts.size).toBe(0);
    expect(phase.eventsOf('context-closed')).toHaveLength(2);
  });

  it('report that the target died, not that its contexts could not be closed', async () => {
    const { phase } = await loaded({
      behaviour: (_, number) => (number === 3 ? 'die' : 'answer'),
    });
    const moves = transitionContexts(phase.context, 'small', 3, await roomOf(phase));
    await expect(moves).rejects.toThrow(TargetDiedError);
    expect(phase.eventsOf('context-closed')).toEqual([]);
    expect(phase.steps.filter((line) => line.startsWith('closing a context failed'))).toHaveLength(
      2,
    );
  });
});

describe('a context that is offered too much', () => {
  it('is offered 1.5 times what it can hold, by its tokenizer', async () => {
    const { phase } = await loaded({ contextTokens: 64 });
    await overfillContext(phase.context, 'small', 64);
    expect(phase.rows).toMatchObject([
      { purpose: 'over-long', offeredTokens: 96, residentTokens: 64 },
    ]);
  });

  it('is still over-long when several words make one token', async () => {
    const { target, phase } = await loaded({ contextTokens: 64 });
    // Three words per token: a prompt of 96 words has only 32.
    target.countTokens = async (_model, text) => Math.floor(text.split(' ').length / 3);
    await overfillContext(phase.context, 'small', 64);
    expect(phase.rows[0]?.offeredTokens).toBeGreaterThanOrEqual(3 * 96);
  });
});
