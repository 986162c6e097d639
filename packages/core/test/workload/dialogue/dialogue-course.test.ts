import { describe, expect, it } from 'vitest';
import { textOfContent, type ChatMessage } from '../../../src/spec/content/chat-message.ts';
import type { Conversation, History, Turn } from '../../../src/workload/dataset/dataset.ts';
import { DialogueCourse } from '../../../src/workload/dialogue/dialogue-course.ts';
import { DialogueMaker, faultOfOrder } from '../../../src/workload/dialogue/dialogue-maker.ts';
import type { DialogueRequest } from '../../../src/workload/dialogue/dialogue.ts';
import { talk, userTurn } from '../load-dataset/built-files.ts';

function answered(text: string): { readonly answer: ChatMessage } {
  return { answer: { role: 'assistant', content: text } };
}

function said(text: string): ChatMessage {
  return { role: 'assistant', content: text };
}

function courseOf(
  conversation: Conversation,
  {
    history,
    thinkMeanMs = 0,
    toolMs = 0,
  }: {
    history?: History;
    thinkMeanMs?: number;
    toolMs?: number;
  } = {},
): DialogueCourse {
  const maker = new DialogueMaker({
    seed: 1,
    stage: 'sessions',
    outputTokens: 5,
    isOutputDemanded: false,
    thinkMeanMs,
    toolMs,
    ...(history === undefined ? {} : { history }),
  });
  return new DialogueCourse(maker.make(conversation));
}

function textsOf({ requests }: { readonly requests: readonly DialogueRequest[] }): string[] {
  return requests.map(({ content }) =>
    content.messages.map((message) => textOfContent(message.content)).join(' '),
  );
}

const THREE = [userTurn('a', answered('A')), userTurn('b', answered('B')), userTurn('c')];

describe('the course of a conversation', () => {
  it.each([
    ['recorded', ['a', 'a A b', 'a A b B c']],
    ['live', ['a', 'a x b', 'a x b y c']],
    ['none', ['a', 'b', 'c']],
  ] as const)('sends turn after turn with %s history', (history, [first, second, third]) => {
    const course = courseOf(talk(THREE, { history }));
    expect(textsOf(course.begin())).toEqual([first]);
    expect(textsOf(course.end(0, said('x')))).toEqual([second]);
    expect(textsOf(course.end(1, said('y')))).toEqual([third]);
    expect(course.isDone).toBe(false);
    expect(textsOf(course.end(2, said('z')))).toEqual([]);
    expect(course.isDone).toBe(true);
  });

  it('has the history that the user chooses', () => {
    const course = courseOf(talk(THREE), { history: 'live' });
    course.begin();
    expect(textsOf(course.end(0, said('x')))).toEqual(['a x b']);
  });

  it('takes an answer of this run where none was recorded', () => {
    const course = courseOf(talk([userTurn('a'), userTurn('b')]));
    course.begin();
    expect(textsOf(course.end(0, said('x')))).toEqual(['a x b']);
  });

  it('ends with a failed turn', () => {
    const course = courseOf(talk(THREE));
    course.begin();
    expect(course.end(0, undefined).requests).toEqual([]);
    expect(course.isDone).toBe(true);
  });

  it('waits as the data set says, else as the stage does', () => {
    const course = courseOf(
      talk([
        userTurn('a', { ...answered('A'), delayNs: 9e6 }),
        userTurn('b', { ...answered('B'), delayNs: 5e6 }),
        userTurn('c'),
      ]),
      { thinkMeanMs: 100 },
    );
    expect(course.begin().requests[0]?.thinkMs).toBe(0);
    expect(course.end(0, said('x')).requests[0]?.thinkMs).toBe(5);
    expect(course.end(1, said('y')).requests[0]?.thinkMs).toBeGreaterThan(0);
  });

  it('sends branches together, and a join when all of them have ended', () => {
    const turns: readonly Turn[] = [
      userTurn('root', { ...answered('R'), id: 'r' }),
      userTurn('left', { ...answered('L'), id: 'l', after: ['r'] }),
      userTurn('right', { ...answered('S'), id: 's', after: ['r'] }),
      userTurn('join', { after: ['l', 's'] }),
    ];
    const course = courseOf(talk(turns));
    expect(textsOf(course.begin())).toEqual(['root']);
    expect(textsOf(course.end(0, said('x')))).toEqual(['root R left', 'root R right']);
    expect(textsOf(course.end(2, said('x')))).toEqual([]);
    expect(textsOf(course.end(1, said('x')))).toEqual(['root R left L right S join']);
  });

  it('begins with every turn that waits for none', () => {
    const turns = [userTurn('a', { after: [] }), userTurn('b', { after: [] })];
    expect(textsOf(courseOf(talk(turns)).begin())).toEqual(['a', 'b']);
  });

  it.each([
    [[userTurn('a', { id: 'a', after: ['z'] })], /turn 1 waits for "z", which is no turn of it/],
    [
      [userTurn('a', { id: 'a', after: ['b'] }), userTurn('b', { id: 'b' })],
      /turn 1 waits for "b", which does not precede it/,
    ],
  ])('has an order, or a fault', (turns, fault) => {
    expect(faultOfOrder(turns)).toMatch(fault);
  });

  it('bounds the tokens of a turn by the longest answers before it', () => {
    const course = courseOf(talk(THREE), { history: 'live' });
    const [first] = course.begin().requests;
    const [second] = course.end(0, said('x')).requests;
    const own = first?.mostInputTokens ?? Number.NaN;
    expect(own).toBeGreaterThan(0);
    expect(second?.mostInputTokens).toBe(2 * own + 5);
  });
});

/** A conversation whose model calls two tools, which the data set answers. */
function withTools(results: readonly string[]): Conversation {
  const calls = ['one', 'two'].map((id) => ({ id, name: 'tide', arguments: '{}' }));
  return talk([
    {
      ...userTurn('When?', { answer: { role: 'assistant', content: '', toolCalls: calls } }),
      input: {
        kind: 'content',
        content: {
          messages: [{ role: 'user', content: 'When?' }],
          tools: { definitions: [{ name: 'tide' }] },
        },
      },
    },
    {
      line: 1,
      input: {
        kind: 'content',
        content: {
          messages: results.map((id) => ({ role: 'tool', content: `of ${id}`, toolCallId: id })),
        },
      },
    },
  ]);
}

function calling(...ids: readonly string[]): ChatMessage {
  const toolCalls = ids.map((id) => ({ id, name: 'tide', arguments: '{}' }));
  return { role: 'assistant', content: '', toolCalls };
}

describe('a tool turn', () => {
  it('keeps the recorded ids with recorded history, and the tools of the turns before', () => {
    const course = courseOf(withTools(['two', 'one']), { toolMs: 30 });
    course.begin();
    const [request] = course.end(0, said('No tool.')).requests;
    expect(request?.content.messages.map(({ role, toolCallId }) => [role, toolCallId])).toEqual([
      ['user', undefined],
      ['assistant', undefined],
      ['tool', 'two'],
      ['tool', 'one'],
    ]);
    expect(request?.content.tools?.definitions).toEqual([{ name: 'tide' }]);
    expect(request?.thinkMs).toBe(30);
  });

  it('answers the calls of this run by the position of the recorded ones', () => {
    const course = courseOf(withTools(['two', 'one']), { history: 'live' });
    course.begin();
    const [request] = course.end(0, calling('x', 'y')).requests;
    expect(request?.content.messages.slice(1)).toMatchObject([
      { role: 'assistant', toolCalls: [{ id: 'x' }, { id: 'y' }] },
      { role: 'tool', content: 'of two', toolCallId: 'y' },
      { role: 'tool', content: 'of one', toolCallId: 'x' },
    ]);
  });

  it.each([
    [calling('x'), /^the model made 1 tool call where the data set answers 2$/],
    [said('It is low.'), /^the model made 0 tool calls where the data set answers 2$/],
    [calling('x', 'y', 'z'), /^the model made 3 tool calls where/],
  ])('ends its conversation where live calls are not those recorded', (answer, reason) => {
    const course = courseOf(withTools(['one', 'two']), { history: 'live' });
    course.begin();
    const { requests, mismatch } = course.end(0, answer);
    expect(requests).toEqual([]);
    expect(mismatch).toMatch(reason);
    expect(course.isDone).toBe(true);
  });
});
