import { expect, it } from 'vitest';
import { failureOfAnswer } from '../../../../src/target/server/request/judge-response.ts';
import { toRequestRow } from '../../../../src/target/server/request/to-request-row.ts';
import { decode, chatEvent, DONE, type Body } from '../../codec/decode.ts';

const facts = {
  sentNs: 0,
  connectedNs: Number.NaN,
  firstByteNs: 500,
  endNs: 9000,
  status: 200,
  headers: new Map<string, string>(),
  resends: 0,
  delayedReads: 0,
};
const request = { model: 'm', context: '', dueNs: 0, offeredTokens: Number.NaN, maxTokens: 3 };

function rowOf(body: Body): ReturnType<typeof toRequestRow> {
  const answer = decode(body);
  const failure = failureOfAnswer(facts, answer, 3, (said) => said);
  return toRequestRow({ request, answered: { facts, answer, failure } }, 'load');
}

it('is intended when it was due, else when its turn came, else when it was sent', () => {
  const answer = decode({ reads: [chatEvent({ content: 'a' }), DONE] });
  const scheduledNs = (dueNs: number, begun: { begunNs?: number }): number => {
    const answered = { facts: { ...facts, sentNs: 300, ...begun }, answer, failure: undefined };
    return toRequestRow({ request: { ...request, dueNs }, answered }, 'load').scheduledNs;
  };
  expect(scheduledNs(100, { begunNs: 200 })).toBe(100);
  expect(scheduledNs(Number.NaN, { begunNs: 200 })).toBe(200);
  expect(scheduledNs(Number.NaN, {})).toBe(300);
});

it('has stamps of tokens where they were streamed', () => {
  const row = rowOf({ reads: [chatEvent({ content: 'a' }), chatEvent({ content: 'b' }), DONE] });
  expect(row).toMatchObject({ outcome: 'ok', firstTokenNs: 1000, lastTokenNs: 2000 });
  expect(row.chunkNs).toHaveLength(2);
});

it('has no stamp of a first token where the answer came in one piece, and is answered all the same', () => {
  const whole = { choices: [{ message: { content: 'a b' }, finish_reason: 'stop' }] };
  const row = rowOf({ contentType: 'application/json', reads: [JSON.stringify(whole)] });
  expect(row).toMatchObject({ outcome: 'ok', firstTokenNs: NaN, lastTokenNs: 1000 });
  expect(row.chunkNs).toHaveLength(0);
});
