import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { shareGpt } from '../../../../src/workload/dataset/text/sharegpt.ts';
import { fixtureText, headOf, readAll, recordsOf, saidIn } from './records.ts';

const fixture = z.array(z.unknown()).parse(JSON.parse(fixtureText('sharegpt.json')));
const entryOf = (id: string, ...turns: readonly (readonly [string, string])[]): unknown => ({
  id,
  conversations: turns.map(([from, value]) => ({ from, value })),
});

describe('ShareGPT conversations', () => {
  const { conversations, faults, warnings } = readAll(shareGpt, recordsOf(...fixture));
  const entryAt = (index: number) =>
    conversations.find(({ turns }) => turns.some(({ line }) => line === index + 1));

  it('are read by role: a request for each user turn with a recorded answer', () => {
    const turns = conversations.map((one) => [(one.turns[0]?.line ?? 0) - 1, one.turns.length]);
    expect(turns).toEqual([
      [0, 2],
      [1, 1],
      [4, 1],
      [5, 1],
      [6, 1],
      [7, 1],
      [9, 1],
      [10, 1],
      [11, 1],
      [12, 1],
      [14, 2],
      [15, 1],
    ]);
    expect(conversations.flatMap((one) => one.turns)).toHaveLength(14);
    expect(new Set(conversations.map(({ history }) => history))).toEqual(new Set(['recorded']));
  });

  it('are left out by a rule that names the entry', () => {
    expect(faults).toEqual([
      { line: 3, kind: 'filtered', reason: 'the recorded answer is blank' },
      { line: 4, kind: 'filtered', reason: 'no recorded answer' },
      { line: 9, kind: 'filtered', reason: 'no turns' },
      { line: 14, kind: 'filtered', reason: 'the prompt is blank' },
    ]);
    expect(warnings).toEqual([
      { line: 15, reason: 'the end of the conversation is left out: no recorded answer' },
    ]);
  });

  it('continue the part before, whose turns are history', () => {
    expect(saidIn(entryAt(1))).toEqual([
      [
        ['user', expect.stringContaining('lemon tree')],
        ['assistant', expect.stringContaining('finger')],
        ['user', expect.stringContaining('winter')],
        ['assistant', expect.stringMatching(/stop growing\.\nTo go on from before/)],
        ['user', expect.stringContaining('too much water')],
      ],
    ]);
  });

  it('begin with the user where the part before is missing, which is reported', () => {
    const [, second] = fixture;
    const alone = readAll(shareGpt, recordsOf(second));
    expect(saidIn(alone.conversations[0])).toEqual([[['user', expect.any(String)]]]);
    expect(alone.warnings).toEqual([
      { line: 1, reason: expect.stringContaining('leading turn of the model is left out') },
    ]);
    const unjoined = readAll(shareGpt, recordsOf(...fixture), { joinsParts: false });
    expect(saidIn(unjoined.conversations[1])).toEqual([[['user', expect.any(String)]]]);
  });

  it('are answered by the part that follows', () => {
    const parts = recordsOf(entryOf('a_0', ['human', 'one']), entryOf('a_1', ['gpt', 'two']));
    const { conversations: found } = readAll(shareGpt, parts);
    expect(saidIn(found[0])).toEqual([[['user', 'one']]]);
    expect(found[0]?.turns[0]).toMatchObject({ line: 2, answer: { content: 'two' } });
  });

  it.each([
    ['a part is missing', 'a_0', 'a_2'],
    ['another conversation is between', 'a_0', 'b_1'],
    ['ids have no parts', 'a', 'a'],
  ])('are not joined when %s', (_what, first, second) => {
    const parts = recordsOf(
      entryOf(first, ['human', 'one'], ['gpt', 'two']),
      entryOf(second, ['human', 'three'], ['gpt', 'four']),
    );
    expect(saidIn(readAll(shareGpt, parts).conversations[1])).toEqual([[['user', 'three']]]);
  });

  it('send what follows the answer before, and keep the answer as history', () => {
    expect(saidIn(entryAt(14))).toEqual([
      [['user', 'Name a board game that can be taught in five minutes.']],
      [['user', 'And one for a train ride, without loose pieces?']],
    ]);
    expect(entryAt(14)?.turns[0]?.answer).toEqual({
      role: 'assistant',
      content: "Nine men's morris: the rules fit on one card, and a round takes ten minutes.",
    });
  });

  it('join user turns in a row, and send a system turn', () => {
    expect(saidIn(entryAt(5))).toEqual([
      [['user', expect.stringMatching(/^I want to bake.*scale\.\nI only have a cup/s)]],
    ]);
    expect(saidIn(entryAt(4))).toEqual([
      [
        ['system', expect.stringContaining('harbour guide')],
        ['user', expect.stringContaining('red and green')],
      ],
    ]);
  });

  it('estimate the output by the recorded answer', () => {
    expect(entryAt(11)?.turns[0]?.output).toEqual({ tokens: 2, kind: 'estimate' });
  });

  it('end before a blank turn, on which the later ones rely', () => {
    const turns = recordsOf(
      entryOf('a_0', ['human', 'one'], ['gpt', 'two'], ['human', ' '], ['gpt', 'three']),
      entryOf('a_1', ['human', 'four'], ['gpt', 'five']),
    );
    const found = readAll(shareGpt, turns);
    expect(found.conversations.map(saidIn)).toEqual([[[['user', 'one']]], [[['user', 'four']]]]);
    expect(found.warnings).toEqual([
      { line: 1, reason: 'the end of the conversation is left out: the prompt is blank' },
    ]);
  });

  it('send pictures of an entry and of a turn after the text, also as history', () => {
    const image = 'data:image/png;base64,iVBORw0KGgo=';
    const entry = {
      id: 'a',
      image: [image],
      conversations: [
        { from: 'human', value: 'one' },
        { from: 'gpt', value: 'two' },
        { from: 'human', value: '', image },
        { from: 'gpt', value: 'three' },
      ],
    };
    const picture = { type: 'image', source: { mediaType: 'image/png', base64: 'iVBORw0KGgo=' } };
    const { conversations: found, faults: named } = readAll(shareGpt, recordsOf(entry));
    expect(named).toEqual([]);
    expect(saidIn(found[0])).toEqual([
      [['user', [{ type: 'text', text: 'one' }, picture]]],
      [['user', [{ type: 'text', text: '' }, picture]]],
    ]);
    const missing = readAll(shareGpt, recordsOf({ ...entry, image: 'none.png' }));
    expect(missing.faults[0]?.reason).toMatch(/^image: cannot read media file ".*none\.png"/);
    const unasked = readAll(
      shareGpt,
      recordsOf({ image, conversations: [{ from: 'gpt', value: 'two' }] }),
    );
    expect(unasked.faults[0]?.reason).toBe('a picture without a turn of the user');
  });

  it('are also those with content and role', () => {
    const turns = [
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'two' },
    ];
    const { conversations: found } = readAll(shareGpt, recordsOf({ conversations: turns }));
    expect(saidIn(found[0])).toEqual([[['user', 'one']]]);
  });

  it.each([
    [7, 'entry: expected an object, found 7'],
    [{ id: 'a' }, 'conversations: expected a list that is not empty, found nothing'],
    [{ conversations: ['one'] }, 'conversations[0]: expected an object, found "one"'],
    [
      { conversations: [{ from: 'constructor', value: 'one' }] },
      expect.stringMatching(/^conversations\[0\]\.from: expected one of .*, found "constructor"$/),
    ],
    [
      { conversations: [{ from: 'human', value: null }] },
      'conversations[0].value: expected a text, found nothing',
    ],
  ])('name what is wrong with %j', (value, reason) => {
    expect(readAll(shareGpt, recordsOf(value)).faults).toEqual([
      {
        line: 1,
        kind: 'unreadable',
        reason,
      },
    ]);
  });

  it('are recognized by their first entry', () => {
    expect(shareGpt.recognizes(headOf(fixture[0], 'json'))).toBe(true);
    expect(shareGpt.recognizes(headOf(fixture[7], 'json'))).toBe(true);
    expect(shareGpt.recognizes(headOf({ messages: [] }))).toBe(false);
  });
});
