import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../src/workload/dataset/dataset.ts';
import { scaledTurns, type TurnScaling } from '../../../src/workload/load-dataset/scaled-turns.ts';
import type { TimedTurn } from '../../../src/workload/load-dataset/turns-in-time.ts';
import { idealHits } from '../../../src/workload/text/blocks/ideal-hits.ts';

const SAME: TurnScaling = { scaleRate: 1, isSpread: false, seed: 1, stage: 'trace' };

/** Conversations one second apart: the prompt of each continues the one before by a block. */
const TURNS: readonly TimedTurn[] = Array.from({ length: 6 }, (_, row) => {
  const blocks = Array.from({ length: row + 1 }, (_block, id) => `${id}`);
  const input = {
    kind: 'lengths',
    inputTokens: (row + 1) * 512,
    blocks,
    blockTokens: 512,
  } as const;
  const conversation: Conversation = {
    label: '',
    history: 'none',
    turns: [{ line: row + 1, input }],
  };
  return { conversation, place: 0, atNs: row * 1e9 };
});

function scaled(turns: readonly TimedTurn[], change: Partial<TurnScaling>): TimedTurn[] {
  return [...scaledTurns(turns, { ...SAME, ...change })];
}

function blocksOf({ conversation, place }: TimedTurn): readonly string[] {
  const input = conversation.turns[place]?.input;
  return input?.kind === 'lengths' ? (input.blocks ?? []) : [];
}

function hitRate(turns: readonly TimedTurn[]): number {
  const prompts = turns.map((turn) => {
    const blocks = blocksOf(turn);
    return { tokens: blocks.length * 512, blocks, blockTokens: 512 };
  });
  const { hitTokens, tokens } = idealHits(prompts);
  return hitTokens / tokens;
}

describe('the turns of a trace at a multiple of its rate', () => {
  it('are repeated within the same time, with prefixes of their own', () => {
    const turns = scaled(TURNS, { scaleRate: 2 });
    expect(turns).toHaveLength(12);
    expect(turns.at(-1)?.atNs).toBeLessThan(6e9);
    expect(new Set(turns.map((turn) => blocksOf(turn)[0]))).toEqual(new Set(['0', '0 copy 1']));
  });

  it('have the prefix sharing of the trace', () => {
    // The repetitions of a step arrive before the next one, so their order stays as well.
    expect(hitRate(scaled(TURNS, { scaleRate: 3 }))).toBe(hitRate(TURNS));
  });

  it('are the same whenever they are read, and others for another stage', () => {
    const timesOf = (change: Partial<TurnScaling>): number[] =>
      scaled(TURNS, { scaleRate: 2, ...change }).map(({ atNs }) => atNs);
    expect(timesOf({})).toEqual(timesOf({}));
    expect(timesOf({ stage: 'trace-2' })).not.toEqual(timesOf({}));
  });

  it('stay in one conversation where they belong to one', () => {
    const [first, second] = TURNS.map(({ conversation }) => conversation.turns[0]);
    if (first === undefined || second === undefined) throw new Error('The trace has no turns.');
    const conversation: Conversation = {
      label: 'c',
      history: 'recorded',
      turns: [first, second],
    };
    const turns = [0, 1].map((place) => ({ conversation, place, atNs: place * 1e9 }));
    const repeated = scaled(turns, { scaleRate: 2 }).filter(
      (turn) => turn.conversation !== conversation,
    );
    expect(repeated).toHaveLength(2);
    expect(repeated[1]?.conversation).toBe(repeated[0]?.conversation);
  });
});
