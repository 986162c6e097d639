import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createModelDraw } from '../../../../src/phase/stage/mix/model-mix.ts';
import { DialogueTurns } from '../../../../src/target/server/load/supply/dialogue-turns.ts';
import { requestsOfClosedLoop } from '../../../../src/target/server/load/supply/load-requests.ts';
import { dialogueOfSession } from '../../../../src/workload/dialogue/dialogue-of-session.ts';
import { userPrompt } from '../../../../src/workload/prompt.ts';

const drawn = (count: number, ...given: Parameters<typeof createModelDraw>) => {
  const draw = createModelDraw(...given);
  return Array.from({ length: count }, draw);
};

describe('a mix of models', () => {
  test('has shares close to the weights', () => {
    const names = drawn(10_000, 1, 'closed', { base: 3, adapter: 1 });
    const share = names.filter((name) => name === 'base').length / names.length;
    // Five standard deviations of 0.0043.
    expect(Math.abs(share - 0.75)).toBeLessThan(0.022);
  });

  test('is the same for the same seed and stage, and another for others', () => {
    const mix = { a: 1, b: 1 };
    const first = drawn(64, 7, 'open', mix);
    expect(drawn(64, 7, 'open', mix)).toEqual(first);
    expect(drawn(64, 8, 'open', mix)).not.toEqual(first);
    expect(drawn(64, 7, 'closed', mix)).not.toEqual(first);
  });

  test('draws only models of the mix, whatever the weights', () => {
    const weights = fc.dictionary(
      fc.string({ minLength: 1 }),
      fc.double({ min: 1e-300, max: 1e300, noNaN: true }),
      { minKeys: 1, maxKeys: 9, noNullPrototype: true },
    );
    fc.assert(
      fc.property(weights, fc.integer(), (mix, seed) => {
        expect(Object.keys(mix)).toEqual(expect.arrayContaining(drawn(50, seed, 'closed', mix)));
      }),
    );
  });
});

/** Draws a, b, c, … in turn. */
function inTurn(): () => string {
  let next = 0;
  return () => 'abcdef'.charAt(next++);
}

const SUBJECT = { model: 'main', isGreedy: true, warmup: 1 };

test('each request has the model drawn for its place, unless its prompt names one', () => {
  const prompts = [{}, { model: 'own' }, {}].map((more) => ({
    ...userPrompt('hi', 1, 2),
    ...more,
  }));
  const requests = [...requestsOfClosedLoop({ ...SUBJECT, drawModel: inTurn() }, prompts)];
  expect(requests.map(({ model }) => model)).toEqual(['a', 'own', 'c']);
  expect([...requestsOfClosedLoop(SUBJECT, prompts)].map(({ model }) => model)).toEqual([
    'main',
    'own',
    'main',
  ]);
});

test('conversations have a drawn model each', () => {
  const turn = { text: 'hi', inputTokens: 1, outputTokens: 2, thinkMs: 0 };
  let conversations = 0;
  const next = () => dialogueOfSession({ label: `s${conversations++}`, turns: [turn, turn] });
  const turns = new DialogueTurns({ ...SUBJECT, drawModel: inTurn() }, { next });
  const firsts = [...turns.firstTurns(Float64Array.of(0, 1, 2))];
  expect(firsts.map(({ model, isWarmup }) => [model, isWarmup])).toEqual([
    ['a', true],
    ['b', false],
    ['c', false],
  ]);
});
