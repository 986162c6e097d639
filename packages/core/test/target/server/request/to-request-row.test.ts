import { expect, it } from 'vitest';
import { failureOfResponse } from '../../../../src/target/server/request/judge-response.ts';
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
const request = {
  model: 'm',
  context: '',
  scheduledNs: 0,
  offeredTokens: Number.NaN,
  maxTokens: 3,
};

function rowOf(body: Body): ReturnType<typeof toRequestRow> {
  const response = decode(body);
  const failure = failureOfResponse(facts, response, 3, (said) => said);
  return toRequestRow({ request, finished: { facts, response, failure } }, 'load');
}

it('is scheduled at its scheduled start, else when its turn came, else when it was sent', () => {
  const response = decode({ reads: [chatEvent({ content: 'a' }), DONE] });
  const scheduledNsOf = (scheduledNs: number, begun: { begunNs?: number }): number => {
    const finished = { facts: { ...facts, sentNs: 300, ...begun }, response, failure: undefined };
    return toRequestRow({ request: { ...request, scheduledNs }, finished }, 'load').scheduledNs;
  };
  expect(scheduledNsOf(100, { begunNs: 200 })).toBe(100);
  expect(scheduledNsOf(Number.NaN, { begunNs: 200 })).toBe(200);
  expect(scheduledNsOf(Number.NaN, {})).toBe(300);
});

it('has timestamps of streamed tokens', () => {
  const row = rowOf({ reads: [chatEvent({ content: 'a' }), chatEvent({ content: 'b' }), DONE] });
  expect(row).toMatchObject({ outcome: 'ok', firstTokenNs: 1000, lastTokenNs: 2000 });
  expect(row.chunkNs).toHaveLength(2);
});

it('has no timestamp of a first token where the response came in one piece, and is successful', () => {
  const whole = { choices: [{ message: { content: 'a b' }, finish_reason: 'stop' }] };
  const row = rowOf({ contentType: 'application/json', reads: [JSON.stringify(whole)] });
  expect(row).toMatchObject({ outcome: 'ok', firstTokenNs: NaN, lastTokenNs: 1000 });
  expect(row.chunkNs).toHaveLength(0);
});
