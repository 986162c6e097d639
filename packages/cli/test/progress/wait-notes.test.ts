import type { WaitState } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { waitNotes } from '../../src/progress/wait-notes.ts';

const URL = 'http://127.0.0.1:8000';

/** The notes on attempts, given as seconds and the result; an empty result is the response that ends the wait. */
function notesOf(...attempts: readonly (readonly [number, string])[]): string[] {
  const notes: string[] = [];
  const follow = waitNotes((line) => notes.push(line));
  for (const [seconds, said] of attempts) {
    const state: WaitState = {
      url: URL,
      isOver: said === '',
      said,
      elapsedMs: seconds * 1000,
      timeoutMs: 300_000,
    };
    follow(state);
  }
  return notes;
}

describe('waitNotes', () => {
  it('notes the server, the time and its last response', () => {
    expect(notesOf([0, 'connection refused'], [61, 'GET /health returned 503'], [62, ''])).toEqual([
      `Waiting for the server at ${URL} (0.0 s of 5 min 00 s): connection refused`,
      `Waiting for the server at ${URL} (1 min 01 s of 5 min 00 s): GET /health returned 503`,
      `Server at ${URL} responded after 1 min 02 s`,
    ]);
  });

  it('notes nothing where the first attempt succeeds', () => {
    expect(notesOf([0.1, ''])).toEqual([]);
  });

  it('repeats an unchanged state every 30 s', () => {
    const all = notesOf([0, 'refused'], [29, 'refused'], [30, 'refused'], [59, 'refused']);
    expect(all).toHaveLength(2);
  });

  it('notes changes at most every 5 s', () => {
    const all = notesOf([0, 'loaded 1%'], [1, 'loaded 2%'], [4, 'loaded 3%'], [5, 'loaded 4%']);
    expect(all.map((line) => line.split(': ').at(-1))).toEqual(['loaded 1%', 'loaded 4%']);
  });
});
