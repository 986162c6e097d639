import { describe, expect, it } from 'vitest';
import { textOfContent } from '../../../src/spec/content/chat-message.ts';
import type { Conversation } from '../../../src/workload/dataset/dataset.ts';
import { DatasetPosition } from '../../../src/workload/load-dataset/dataset-position.ts';
import { loadDataset } from '../../../src/workload/load-dataset/load-dataset.ts';
import { builtDataset, ofLengths, openEntries, single, talk, userTurn } from './built-files.ts';

const AS_IT_IS = { order: 'file', isReused: false, seed: 1 } as const;

function textOf({ turns }: Conversation): string {
  const [first] = turns;
  if (first?.input.kind !== 'content') return '';
  return first.input.content.messages.map(({ content }) => textOfContent(content)).join();
}

const LETTERS = [...'abcdefghij'].map((letter) => single(letter));

describe('the survey of a data set', () => {
  it('counts what can be sent, and names what cannot by kind', () => {
    const fault = (line: number, kind: 'failed' | 'unreadable') => ({
      fault: { line, kind, reason: 'no output' },
    });
    const { survey } = loadDataset(
      openEntries([
        { conversation: talk([userTurn('a'), userTurn('b'), userTurn('c')]) },
        ...[2, 3, 4, 5, 6, 7].map((line) => fault(line, 'failed')),
        fault(8, 'unreadable'),
        { warning: { line: 9, reason: 'an unanswered call' } },
        { conversation: ofLengths(30, 5, { line: 10 }) },
        { conversation: ofLengths(90, 5, { line: 11 }) },
        { conversation: talk([userTurn('d', { line: 12, after: ['z'] })]) },
      ]),
      AS_IT_IS,
    );
    expect(survey).toMatchObject({
      conversations: 3,
      requests: 5,
      hasLengths: true,
      hasContent: true,
      hasBlocks: false,
      longest: { line: 11, inputTokens: 90, outputTokens: 5 },
      unansweredTurns: 2,
      rows: {
        failed: { count: 6, first: [2, 3, 4, 5, 6].map((line) => ({ line, reason: 'no output' })) },
        unreadable: { count: 2 },
        warning: { count: 1 },
      },
    });
    expect(survey.rows.unreadable.first[1]).toEqual({
      line: 12,
      reason: 'turn 1 waits for "z", which is no turn of it',
    });
  });

  it('notes content that not every target takes, with its first line', () => {
    const tool = userTurn('a', { line: 2, model: 'adapter' });
    const { survey } = builtDataset([
      single('plain'),
      talk([
        {
          ...tool,
          input: {
            kind: 'content',
            content: { messages: [], tools: { definitions: [{ name: 'tide' }] }, items: ['b'] },
          },
        },
      ]),
    ]);
    expect([...survey.special]).toEqual([
      ['tools', 2],
      ['items', 2],
      ['another model', 2],
    ]);
  });

  it('refuses a file without any request, naming the first row', () => {
    const faults = [{ fault: { line: 3, kind: 'unreadable', reason: 'not JSON' } }] as const;
    expect(() => loadDataset(openEntries(faults), AS_IT_IS)).toThrow(
      'invalid file "built": it has no request to send, read as a built data set; line 3: not JSON',
    );
    expect(() => loadDataset(openEntries([]), AS_IT_IS)).toThrow(/it is empty/);
  });
});

describe('the order of a data set', () => {
  it('is that of the file, or a permutation that the seed alone decides', () => {
    const orderOf = (use: object) =>
      Array.from(builtDataset(LETTERS, use).conversations(), textOf).join('');
    expect(orderOf({})).toBe('abcdefghij');
    const shuffled = orderOf({ order: 'shuffled' });
    expect(shuffled).not.toBe('abcdefghij');
    expect([...shuffled].toSorted().join('')).toBe('abcdefghij');
    expect(orderOf({ order: 'shuffled' })).toBe(shuffled);
    expect(orderOf({ order: 'shuffled', seed: 2 })).not.toBe(shuffled);
  });

  it('cannot be shuffled where the file is too large for memory', () => {
    const dataset = openEntries([{ conversation: single('a') }], 2 ** 30);
    expect(() => loadDataset(dataset, { ...AS_IT_IS, order: 'shuffled' })).toThrow(
      /too large to be shuffled.*256 MiB/s,
    );
  });
});

describe('the position in a data set', () => {
  const three = (label: string) => talk([1, 2, 3].map((turn) => userTurn(`${label}${turn}`)));
  const FILE = [three('a'), single('b'), three('c')];

  function take(conversations: Iterable<Conversation>, count: number): string {
    const texts: string[] = [];
    for (const conversation of conversations) {
      texts.push(textOf(conversation));
      if (texts.length === count) break;
    }
    return texts.join(' ');
  }

  it('goes once around the file, from where the stage before ended', () => {
    const position = new DatasetPosition(builtDataset(FILE));
    expect(take(position.fromConversation(), 9)).toBe('a1 b c1');
    position.noteBegun(1);
    expect(take(position.fromConversation(), 9)).toBe('b c1 a1');
    position.noteBegun(3);
    expect(take(position.fromConversation(), 9)).toBe('b c1 a1');
  });

  it('goes around again where the file is reused', () => {
    const position = new DatasetPosition(builtDataset(FILE, { isReused: true }));
    expect(take(position.fromConversation(), 7)).toBe('a1 b c1 a1 b c1 a1');
    position.noteBegun(4);
    expect(take(position.fromConversation(), 2)).toBe('b c1');
  });

  it('holds a conversation that requests have begun last', () => {
    const position = new DatasetPosition(builtDataset(FILE));
    position.noteSent(2);
    const places = Array.from(
      position.fromRequest(),
      ({ conversation, firstPlace }) => `${textOf(conversation)}+${firstPlace}`,
    );
    expect(places).toEqual(['a1+2', 'b+0', 'c1+0', 'a1+0']);
    expect(take(position.fromConversation(), 9)).toBe('b c1 a1');
  });
});
