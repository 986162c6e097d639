import { describe, expect, it } from 'vitest';
import { makeSession, type Session, type SessionSpec } from '../../src/workload/sessions.ts';
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
