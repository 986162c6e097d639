import { describe, expect, it } from 'vitest';
import { aiperfInputs } from '../../../../src/workload/dataset/text/aiperf-inputs.ts';
import { aiperfRawPayload } from '../../../../src/workload/dataset/text/aiperf-raw-payload.ts';
import { headOf, readAll, recordsOf } from './records.ts';

describe('recorded bodies', () => {
  const body = { model: 'm', messages: [{ role: 'user', content: 'one' }], max_tokens: 4 };

  it('are sent as they are, a line a conversation', () => {
    const { conversations } = readAll(aiperfRawPayload, recordsOf(body, body));
    expect(conversations).toHaveLength(2);
    expect(conversations[0]?.turns).toEqual([
      {
        line: 1,
        input: { kind: 'content', content: { messages: [], body } },
        output: { tokens: 4, kind: 'cap' },
        model: 'm',
      },
    ]);
  });

  it('of a session follow each other', () => {
    const { conversations } = readAll(
      aiperfInputs,
      recordsOf({ session_id: 's', payloads: [body, { prompt: 'two' }] }),
    );
    expect(conversations[0]).toMatchObject({ label: 's', history: 'none' });
    expect(conversations[0]?.turns.map(({ model }) => model)).toEqual(['m', undefined]);
  });

  it('are named where they are none', () => {
    expect(readAll(aiperfRawPayload, recordsOf('one')).faults[0]?.reason).toBe(
      'body: expected an object, found "one"',
    );
    expect(readAll(aiperfInputs, recordsOf({ payloads: [7] })).faults[0]?.reason).toBe(
      'payloads[0]: expected an object, found 7',
    );
    expect(readAll(aiperfInputs, recordsOf({ payloads: [] })).faults[0]?.reason).toMatch(
      /^payloads/,
    );
  });

  it('are recognized by their settings, or by their list', () => {
    expect(aiperfRawPayload.recognizes(headOf(body))).toBe(true);
    expect(aiperfRawPayload.recognizes(headOf({ prompt: 'a', max_tokens: 4 }))).toBe(true);
    expect(aiperfRawPayload.recognizes(headOf({ input: ['a'], encoding_format: 'float' }))).toBe(
      true,
    );
    expect(aiperfRawPayload.recognizes(headOf({ prompt: 'a', model: 'm' }))).toBe(false);
    expect(aiperfRawPayload.recognizes(headOf({ messages: body.messages }))).toBe(false);
    expect(aiperfInputs.recognizes(headOf({ session_id: 's', payloads: [] }))).toBe(true);
    expect(aiperfInputs.recognizes(headOf(body))).toBe(false);
  });
});
