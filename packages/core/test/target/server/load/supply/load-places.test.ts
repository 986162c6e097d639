import { describe, expect, it } from 'vitest';
import type { LoadRequest } from '../../../../../src/target/server/load/load-request.ts';
import { DialogueTurns } from '../../../../../src/target/server/load/supply/dialogue-turns.ts';
import {
  requestsOfClosedLoop,
  requestsOfSchedule,
} from '../../../../../src/target/server/load/supply/load-requests.ts';
import { dialogueOfSession } from '../../../../../src/workload/dialogue/dialogue-of-session.ts';

const SUBJECT = { model: 'm', isGreedy: true, warmup: 1, slice: { index: 1, count: 3 } };
const PROMPTS = ['one', 'two', 'three'].map((text) => ({
  messages: [{ role: 'user' as const, content: text }],
  inputTokens: 1,
  outputTokens: 1,
}));

const placesOf = (requests: Iterable<LoadRequest>): (number | undefined)[] =>
  Array.from(requests, ({ place }) => place);

describe('requests of one of several workers', () => {
  it('have their place in the load of all, by schedule and in a closed loop', () => {
    const scheduled = requestsOfSchedule(SUBJECT, PROMPTS, Float64Array.of(0, 1, 2));

    expect(placesOf(scheduled)).toEqual([1, 4, 7]);
    expect(placesOf(requestsOfClosedLoop(SUBJECT, PROMPTS))).toEqual([1, 4, 7]);
  });

  it('belong to conversations numbered over all workers, the first of its own as warm-up', () => {
    let made = 0;
    const next = () => {
      made += 1;
      const turns = [{ text: 'hi', inputTokens: 1, outputTokens: 1, thinkMs: 0 }];
      return dialogueOfSession({ label: String(made), turns });
    };
    const turns = new DialogueTurns(SUBJECT, { next });

    const first = [...turns.firstTurns(Float64Array.of(0, 1, 2))];

    expect(first.map(({ conversation }) => conversation)).toEqual([1, 4, 7]);
    expect(first.map(({ isWarmup }) => isWarmup)).toEqual([true, false, false]);
  });
});
