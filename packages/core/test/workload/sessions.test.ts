import { describe, expect, it } from 'vitest';
import { makeSessions, type SessionSpec } from '../../src/workload/sessions.ts';
import { exponentialDistance } from './arrival-statistics.ts';
import { byPieces } from './tokenizers.ts';

const SPEC: SessionSpec = {
  count: 30,
  turns: { min: 2, max: 5 },
  inputTokens: { min: 8, max: 20 },
  outputTokens: 6,
  thinkMeanMs: 500,
};

describe('sessions', () => {
  it('have turns of exact lengths, and the first of each is like no other', async () => {
    const sessions = await makeSessions(SPEC, 1, 'load', byPieces);
    expect(new Set(sessions.map(({ turns }) => turns[0]?.text)).size).toBe(30);
    expect(new Set(sessions.map(({ label }) => label)).size).toBe(30);
    for (const { turns } of sessions) {
      expect(turns.length).toBeGreaterThanOrEqual(2);
      expect(turns.length).toBeLessThanOrEqual(5);
      for (const turn of turns) expect(await byPieces.count(turn.text)).toBe(turn.inputTokens);
    }
  });

  it('think before every turn but the first, exponentially', async () => {
    const sessions = await makeSessions({ ...SPEC, count: 800 }, 1, 'load', byPieces);
    expect(sessions.every(({ turns }) => turns[0]?.thinkMs === 0)).toBe(true);
    const thinks = sessions.flatMap(({ turns }) => turns.slice(1).map(({ thinkMs }) => thinkMs));
    expect(exponentialDistance(thinks.map((ms) => ms / 500))).toBeLessThan(1.95);
    expect(exponentialDistance(thinks.map((ms) => ms / 400))).toBeGreaterThan(1.95);
  });

  it('are the same for the same seed', async () => {
    const sessions = await makeSessions(SPEC, 1, 'load', byPieces);
    expect(await makeSessions(SPEC, 1, 'load', byPieces)).toEqual(sessions);
    expect(await makeSessions(SPEC, 2, 'load', byPieces)).not.toEqual(sessions);
  });
});
