import { describe, expect, it } from 'vitest';
import { toolConversations } from '../../../../src/workload/dataset/text/tool-conversations.ts';
import { fixtureText, headOf, jsonLines, readAll, recordsOf, saidIn } from './records.ts';

const fixture = jsonLines(fixtureText('tool-conversation.jsonl'));

describe('conversations with tools', () => {
  const { conversations, faults, warnings } = readAll(toolConversations, fixture);
  const turnsOf = (line: number) => conversations[line - 1]?.turns ?? [];
  const toolsOf = (line: number) => {
    const input = turnsOf(line)[0]?.input;
    return input?.kind === 'content' ? input.content.tools : undefined;
  };

  it('have a request for each assistant message, and one for an end without an answer', () => {
    const counts = conversations.map(({ turns }) => turns.length);
    expect(counts).toEqual([2, 2, 2, 5, 2, 2, 2, 1, 2, 2, 2, 1]);
    expect(faults).toEqual([]);
    expect(turnsOf(3).map(({ answer }) => answer !== undefined)).toEqual([true, false]);
    expect(turnsOf(12).map(({ answer }) => answer !== undefined)).toEqual([false]);
    expect(conversations.map(({ label }) => label)[0]).toBe('t-01');
    expect(new Set(conversations.map(({ history }) => history))).toEqual(new Set(['recorded']));
  });

  it('warn of a call without a result, and of a result without a call', () => {
    expect(warnings).toEqual([
      { line: 7, reason: 'messages[3]: no result before it for the call "call_g2"' },
      { line: 8, reason: 'messages[1]: no call has the id "call_zz"' },
    ]);
  });

  it('answer calls with the recorded results, in the order of the record', () => {
    expect(saidIn(conversations[1])).toEqual([
      [['user', 'Compare the tide in Northpier and Southpier at noon.']],
      [
        ['tool', '{"metres":1.1}'],
        ['tool', '{"metres":1.9}'],
      ],
    ]);
    const [, second] = turnsOf(2);
    expect(second?.input).toMatchObject({
      content: { messages: [{ toolCallId: 'call_b2' }, { toolCallId: 'call_b1' }] },
    });
    expect(turnsOf(2)[0]?.answer?.toolCalls?.map(({ id }) => id)).toEqual(['call_b1', 'call_b2']);
  });

  it('keep arguments as recorded: an object as its JSON, and text that is none', () => {
    expect(turnsOf(5)[0]?.answer?.toolCalls?.[0]?.arguments).toBe(
      '{"harbour":"Eastpier","hour":6}',
    );
    expect(turnsOf(6)[0]?.answer?.toolCalls?.[0]?.arguments).toBe('{"harbour":"Westpier","hour":');
  });

  it('keep a result of parts', () => {
    expect(saidIn(conversations[2])[1]).toEqual([
      [
        'tool',
        [
          { type: 'text', text: '08:10' },
          { type: 'text', text: '11:40' },
        ],
      ],
    ]);
  });

  it('offer the tools of the record, and none where the list is empty or absent', () => {
    expect(toolsOf(1)?.definitions.map(({ name }) => name)).toEqual(['tide_at', 'ferry_times']);
    expect(toolsOf(1)?.definitions[0]).toMatchObject({
      description: 'Height of the tide in metres',
      parameters: { type: 'object', required: ['harbour', 'hour'] },
    });
    expect(toolsOf(10)).toBeUndefined();
    expect(toolsOf(11)).toBeUndefined();
    expect(toolsOf(12)?.choice).toEqual({ name: 'tide_at' });
  });

  it('leave recorded reasoning out, which counts in the estimate of the output', () => {
    expect(turnsOf(9)[1]?.answer).toEqual({ role: 'assistant', content: '08:10.' });
    expect(turnsOf(9)[1]?.output).toEqual({ tokens: 7, kind: 'estimate' });
  });

  it('take tools and calls in their older and other forms', () => {
    const { conversations: found } = readAll(
      toolConversations,
      recordsOf({
        functions: [{ name: 'tide' }],
        function_call: { name: 'tide' },
        messages: [
          { role: 'user', content: 'Tide?' },
          { role: 'assistant', content: null, function_call: { name: 'tide', arguments: '{}' } },
          { role: 'function', name: 'tide', content: 'low' },
        ],
      }),
    );
    expect(found[0]?.turns[0]).toMatchObject({
      input: { content: { tools: { definitions: [{ name: 'tide' }], choice: { name: 'tide' } } } },
      answer: { toolCalls: [{ id: 'tide', name: 'tide', arguments: '{}' }] },
    });
    expect(found[0]?.turns[1]?.input).toMatchObject({
      content: { messages: [{ role: 'tool', toolCallId: 'tide' }] },
    });
    const flat = { type: 'function', name: 'tide', input_schema: { type: 'object' } };
    const messages = [{ role: 'user', content: 'Tide?' }];
    const choices = ['auto', { type: 'any' }, { type: 'none' }, { type: 'tool', name: 'tide' }];
    const { conversations: others } = readAll(
      toolConversations,
      recordsOf(
        ...choices.map((choice) => ({
          messages,
          tools: [flat],
          tool_choice: choice,
          parallel_tool_calls: false,
        })),
      ),
    );
    expect(others.map(({ turns }) => turns[0]?.input)).toEqual(
      ['auto', 'required', 'none', { name: 'tide' }].map((choice) => ({
        kind: 'content',
        content: {
          messages,
          tools: {
            definitions: [{ name: 'tide', parameters: { type: 'object' } }],
            choice,
            isParallel: false,
          },
        },
      })),
    );
  });

  it('send assistant messages in a row as one', () => {
    const call = (id: string) => ({ id, function: { name: 'tide', arguments: '{}' } });
    const { conversations: found, warnings: warned } = readAll(
      toolConversations,
      recordsOf({
        messages: [
          { role: 'user', content: 'Tide?' },
          { role: 'assistant', content: 'I look.', tool_calls: [call('a')] },
          { role: 'assistant', content: 'Twice.', tool_calls: [call('b')] },
          { role: 'tool', tool_call_id: 'b', content: 'low' },
          { role: 'assistant', content: [{ type: 'text', text: 'Low' }] },
          { role: 'assistant', content: 'now.' },
        ],
      }),
    );
    expect(found[0]?.turns.map(({ answer }) => answer)).toEqual([
      {
        role: 'assistant',
        content: 'I look.\nTwice.',
        toolCalls: [
          { id: 'a', name: 'tide', arguments: '{}' },
          { id: 'b', name: 'tide', arguments: '{}' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Low' },
          { type: 'text', text: 'now.' },
        ],
      },
    ]);
    expect(warned.map(({ reason }) => reason)).toContain(
      'assistant messages in a row are sent as one',
    );
  });

  it.each([
    [{}, 'messages: expected a list that is not empty, found nothing'],
    [
      { messages: [{ role: 'me', content: 'one' }] },
      'messages[0].role: expected system, user, assistant or tool, found "me"',
    ],
    [
      { messages: [{ role: 'user', content: 7 }] },
      'messages[0].content: expected a text or a list of parts, found 7',
    ],
    [
      { messages: [{ role: 'assistant', content: null }] },
      'messages[0].content: expected a text or tool calls, found null',
    ],
    [
      { messages: [{ role: 'tool', content: 'low' }] },
      'messages[0].tool_call_id: expected a text, found nothing',
    ],
    [
      { messages: [{ role: 'assistant', tool_calls: [{ id: 'a' }] }] },
      'messages[0].tool_calls[0].function: expected an object, found nothing',
    ],
    [
      { messages: [{ role: 'user', content: 'one' }], tools: [{}] },
      'tools[0].name: expected a text, found nothing',
    ],
    [
      { messages: [{ role: 'user', content: 'one' }], tools: [{ name: 'a' }], tool_choice: 'b' },
      'tool_choice: expected auto, none, required or a function, found "b"',
    ],
  ])('name what is wrong with %j', (value, reason) => {
    const { faults: found } = readAll(toolConversations, recordsOf(value));
    expect(found).toEqual([{ line: 1, kind: 'unreadable', reason }]);
  });

  it('are left out where they ask nothing', () => {
    const messages = [
      { role: 'system', content: 'one' },
      { role: 'assistant', content: 'two' },
    ];
    expect(readAll(toolConversations, recordsOf({ messages })).faults).toEqual([
      { line: 1, kind: 'filtered', reason: 'no prompt' },
    ]);
  });

  it('are recognized by tools or calls', () => {
    expect(fixture.every(({ value }) => toolConversations.recognizes(headOf(value)))).toBe(true);
    expect(toolConversations.recognizes(headOf({ messages: [] }))).toBe(false);
  });
});
