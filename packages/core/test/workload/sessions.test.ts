import { describe, expect, it } from 'vitest';
import { makeSession, type Session, type SessionSpec } from '../../src/workload/sessions.ts';
import { PrefixedText } from '../../src/workload/supply/shared-prefix.ts';
import { learnTextMaker } from '../../src/workload/text/learn-text-maker.ts';
import { exponentialDistance } from './arrival-statistics.ts';
import { bytePairPieces, ScriptedTokenizer } from './tokenizers.ts';

const SPEC: SessionSpec = {
  turns: { min: 2, max: 5 },
  inputTokens: { min: 8, max: 20 },
  outputTokens: 6,
  thinkMeanMs: 500,
};

const tokenizer = new ScriptedTokenizer(bytePairPieces);

async function make(count: number, seed = 1, nonce = 'one'): Promise<Session[]> {
  const texts = await learnTextMaker(tokenizer, { seed, nonce });
  return Array.from({ length: count }, (_, place) =>
    makeSession(SPEC, { seed, stage: 'sessions', place }, texts),
  );
}

/** A session without its texts. */
function shapeOf({ turns }: Session) {
  return turns.map(({ inputTokens, outputTokens, thinkMs }) => [
    inputTokens,
    outputTokens,
    thinkMs,
  ]);
}

describe('sessions of users with a history', () => {
  it('begin with the history of their user, and only their first turn does', async () => {
    const texts = await learnTextMaker(tokenizer, { seed: 1, nonce: 'one' });
    const history = { groups: 3, tokens: 40, share: 1 };
    const beginnings = new PrefixedText(texts, history, 1);
    const sessions = Array.from({ length: 9 }, (_, place) =>
      makeSession(SPEC, { seed: 1, stage: 'sessions', place }, texts, beginnings),
    );
    const plain = await make(9);
    const firstWords = (text = ''): string => text.split(' ').slice(0, 20).join(' ');
    for (const [place, { turns }] of sessions.entries()) {
      const [first, ...others] = turns;
      const [own, ...same] = plain[place]?.turns ?? [];
      expect(first?.inputTokens).toBe(40 + (own?.inputTokens ?? Number.NaN));
      expect(firstWords(first?.text)).toBe(firstWords(sessions[place % 3]?.turns[0]?.text));
      expect(others).toEqual(same);
    }
    expect(new Set(sessions.map(({ turns }) => firstWords(turns[0]?.text))).size).toBe(3);
  });
});

describe('sessions', () => {
  it('have turns of exact lengths, and unique first turns', async () => {
    const sessions = await make(30);
    expect(new Set(sessions.map(({ turns }) => turns[0]?.text)).size).toBe(30);
    expect(new Set(sessions.map(({ label }) => label)).size).toBe(30);
    for (const { turns } of sessions) {
      expect(turns.length).toBeGreaterThanOrEqual(2);
      expect(turns.length).toBeLessThanOrEqual(5);
      for (const turn of turns) expect(tokenizer.lengthOf(turn.text)).toBe(turn.inputTokens);
    }
  });

  it('have an exponential think time before every turn but the first', async () => {
    const sessions = await make(800);
    expect(sessions.every(({ turns }) => turns[0]?.thinkMs === 0)).toBe(true);
    const thinks = sessions.flatMap(({ turns }) => turns.slice(1).map(({ thinkMs }) => thinkMs));
    expect(exponentialDistance(thinks.map((ms) => ms / 500))).toBeLessThan(1.95);
    expect(exponentialDistance(thinks.map((ms) => ms / 400))).toBeGreaterThan(1.95);
  });

  it('are the same for the same seed and nonce', async () => {
    const sessions = await make(30);
    expect(await make(30)).toEqual(sessions);
    expect(await make(30, 2)).not.toEqual(sessions);
  });

  it('have the same lengths and times but other words with another nonce', async () => {
    const [one, other] = [await make(30), await make(30, 1, 'other')];
    expect(one.map(shapeOf)).toEqual(other.map(shapeOf));
    const texts = new Set(one.flatMap(({ turns }) => turns.map(({ text }) => text)));
    const same = other.flatMap(({ turns }) => turns.filter(({ text }) => texts.has(text)));
    expect(same).toEqual([]);
  });
});
