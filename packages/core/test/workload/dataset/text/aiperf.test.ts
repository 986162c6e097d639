import { describe, expect, it } from 'vitest';
import { aiperfMultiTurn } from '../../../../src/workload/dataset/text/aiperf-multi-turn.ts';
import { aiperfRandomPool } from '../../../../src/workload/dataset/text/aiperf-random-pool.ts';
import { aiperfSingleTurn } from '../../../../src/workload/dataset/text/aiperf-single-turn.ts';
import { fixtureText, headOf, jsonLines, readAll, recordsOf, saidIn } from './records.ts';

const fixture = jsonLines(fixtureText('multi-turn.jsonl'));

describe('conversations of AIPerf', () => {
  const { conversations, faults, warnings } = readAll(aiperfMultiTurn, fixture);
  const at = (line: number) => conversations.find(({ turns }) => turns[0]?.line === line);

  it('are joined by session, and sent with the answers of the run', () => {
    const lines = conversations.map(({ turns }) => turns.map(({ line }) => line));
    expect(lines).toEqual([
      [1, 1, 1, 5],
      [2, 2],
      [3, 3, 3],
      [4, 4],
      [6, 6],
      [7, 7],
      [8],
      [10, 10],
      [14],
    ]);
    expect(conversations.map(({ history }) => history)).toEqual([
      ...Array.from({ length: 8 }, () => 'live'),
      'none',
    ]);
  });

  it('with faults are named by line', () => {
    expect(faults).toEqual([
      { line: 9, kind: 'unreadable', reason: 'no turn of the user' },
      {
        line: 11,
        kind: 'unreadable',
        reason: 'turns[0].text: expected a text that is not blank, found ""',
      },
      {
        line: 12,
        kind: 'unreadable',
        reason: 'turns: expected a list that is not empty, found an empty list',
      },
      {
        line: 13,
        kind: 'unreadable',
        reason: 'turns[0].text cannot be combined with turns[0].texts',
      },
    ]);
  });

  it('send a system turn with the next one', () => {
    expect(saidIn(at(2))).toEqual([
      [
        ['system', 'You are a careful cook who answers in lists.'],
        ['user', 'What can I make from rice, peas and one egg?'],
      ],
      [['user', 'And without the egg?']],
    ]);
  });

  it('follow their times, which are counted from the first of the file', () => {
    expect(at(3)?.turns.map(({ atNs }) => atNs)).toEqual([0, 3e9, 4e9]);
    expect(saidIn(at(3))[1]).toEqual([['user', 'Third in the file, but earlier in time.']]);
    expect(warnings).toEqual([
      { line: 3, reason: 'the turns are out of order and are sent by their times' },
    ]);
    expect(at(14)?.turns[0]?.atNs).toBe(9e9);
  });

  it('wait after the answer before, also fractions of a millisecond', () => {
    expect(at(1)?.turns.map(({ delayNs }) => delayNs)).toEqual([undefined, 15e8, 8e8, 12e9]);
    expect(at(10)?.turns[0]?.delayNs).toBe(500_000);
    expect(at(8)?.turns[0]).toMatchObject({ atNs: 0, delayNs: 5e8 });
  });

  it('keep several texts as parts, a picture, a length and fields of the body', () => {
    expect(saidIn(at(6))).toEqual([
      [
        [
          'user',
          [
            { type: 'text', text: 'Two texts' },
            { type: 'text', text: 'in one turn' },
          ],
        ],
      ],
      [
        [
          'user',
          [
            { type: 'text', text: 'named text one' },
            { type: 'text', text: 'named text two' },
          ],
        ],
      ],
    ]);
    expect(saidIn(at(7))[0]).toEqual([
      [
        'user',
        [
          { type: 'text', text: 'What colour is this pixel?' },
          { type: 'image', source: { mediaType: 'image/png', base64: expect.any(String) } },
        ],
      ],
    ]);
    expect(at(1)?.turns[0]?.output).toEqual({ tokens: 12, kind: 'cap' });
    expect(at(10)?.turns[1]?.input).toMatchObject({
      content: { fields: { temperature: 0, seed: 7 } },
    });
  });

  it('take a turn of the assistant as the recorded answer', () => {
    const { conversations: found, warnings: warned } = readAll(
      aiperfMultiTurn,
      recordsOf({
        turns: [
          { role: 'assistant', text: 'Welcome.' },
          { text: 'one' },
          { role: 'assistant', text: 'two' },
          { text: 'three' },
          { role: 'system', text: 'four' },
        ],
      }),
    );
    expect(saidIn(found[0])).toEqual([
      [
        ['assistant', 'Welcome.'],
        ['user', 'one'],
      ],
      [['user', 'three']],
    ]);
    expect(found[0]?.turns[0]?.answer).toEqual({ role: 'assistant', content: 'two' });
    expect(warned).toEqual([{ line: 1, reason: 'turns after the last of the user are left out' }]);
  });

  it('report fields that they do not have, such as misspelled ones', () => {
    const row = { turns: [{ text: 'one', timestmp: 5, model: 'm' }] };
    const { conversations: found, warnings: warned } = readAll(aiperfMultiTurn, recordsOf(row));
    expect(found).toHaveLength(1);
    expect(warned).toEqual([
      { line: 1, reason: 'fields not used: turns[0].timestmp, turns[0].model' },
    ]);
  });

  it('of two ids above 2^53 stay two', () => {
    const lines = ['9007199254740992', '9007199254740993', '9007199254740992', '7'].map(
      (id) => `{"session_id": ${id}, "turns": [{"text": "one"}]}`,
    );
    const { conversations: found } = readAll(aiperfMultiTurn, jsonLines(lines.join('\n')));
    expect(found.map(({ label, turns }) => [label, turns.length])).toEqual([
      ['9007199254740992', 2],
      ['9007199254740993', 1],
      ['7', 1],
    ]);
  });

  it.each([
    [
      { turns: [{ text: 'a', timestamp: 1, delay: 1 }] },
      'turns[0].timestamp cannot be combined with turns[0].delay',
    ],
    [
      { turns: [{ text: 'a', timestamp: -1 }] },
      'turns[0].timestamp: expected a number of at least 0, found -1',
    ],
    [
      { turns: [{ text: 'a', role: 'me' }] },
      'turns[0].role: expected system, user, assistant, found "me"',
    ],
    [{ turns: ['a'] }, 'turns[0]: expected an object, found "a"'],
    [
      { turns: [{ texts: [{ name: 'a' }] }] },
      'turns[0].texts[0].contents: expected a list that is not empty, found nothing',
    ],
    [
      { turns: [{ delay: 1 }] },
      'turns[0].text: expected a text, an image, an audio or a video, found none',
    ],
    [{ turns: [{ text: 'a', extra: 'b' }] }, 'turns[0].extra: expected an object, found "b"'],
    [
      { type: 'mooncake_trace', turns: [{ text: 'a' }] },
      'type: expected single_turn, multi_turn, random_pool, found "mooncake_trace"',
    ],
    [
      { turns: [{ image: 'https://example.invalid/a.png' }] },
      expect.stringContaining('turns[0].image: "https://example.invalid/a.png" is a URL'),
    ],
    [7, 'row: expected an object, found 7'],
  ])('name what is wrong with %j', (value, reason) => {
    expect(readAll(aiperfMultiTurn, recordsOf(value)).faults).toEqual([
      { line: 1, kind: 'unreadable', reason },
    ]);
  });

  it('are recognized by their turns', () => {
    expect(aiperfMultiTurn.recognizes(headOf(fixture[0]?.value))).toBe(true);
    expect(aiperfMultiTurn.recognizes(headOf(fixture[13]?.value))).toBe(false);
  });
});

describe('requests of AIPerf', () => {
  it('of one session follow each other, each complete in itself', () => {
    const { conversations } = readAll(
      aiperfSingleTurn,
      recordsOf(
        { session_id: 's', text: 'one', timestamp: 100 },
        { text: 'two', output_length: 9 },
        { session_id: 's', text: 'three', timestamp: 250.5 },
      ),
    );
    expect(conversations.map(({ label, history }) => [label, history])).toEqual([
      ['s', 'none'],
      ['', 'none'],
    ]);
    expect(saidIn(conversations[0])).toEqual([[['user', 'one']], [['user', 'three']]]);
    expect(conversations[0]?.turns.map(({ atNs }) => atNs)).toEqual([0, 150_500_000]);
  });

  it('may carry recordings by format', () => {
    const { conversations } = readAll(
      aiperfSingleTurn,
      recordsOf({ audio: 'wav,UklGRkQAAABXQVZF' }),
    );
    expect(saidIn(conversations[0])).toEqual([
      [
        [
          'user',
          [{ type: 'audio', source: { mediaType: 'audio/wav', base64: 'UklGRkQAAABXQVZF' } }],
        ],
      ],
    ]);
  });

  it.each([
    [{ text: 'one' }, true],
    [{ type: 'single_turn', text: 'one', timestamp: 0 }, true],
    [{ type: 'random_pool', text: 'one' }, false],
    [{ text: 'one', label: 'two' }, false],
    [{ timestamp: 0 }, false],
    ['one', false],
  ])('are recognized by their fields: %j', (record, isRecognized) => {
    expect(aiperfSingleTurn.recognizes(headOf(record))).toBe(isRecognized);
  });
});

describe('a pool of AIPerf', () => {
  it('has requests whose texts and media stay together', () => {
    const row = { type: 'random_pool', texts: ['one', 'two'], session_id: 's' };
    const { conversations } = readAll(aiperfRandomPool, recordsOf(row, row));
    expect(conversations).toHaveLength(2);
    expect(saidIn(conversations[0])).toEqual([
      [
        [
          'user',
          [
            { type: 'text', text: 'one' },
            { type: 'text', text: 'two' },
          ],
        ],
      ],
    ]);
    expect(aiperfRandomPool.recognizes(headOf(row))).toBe(true);
    expect(aiperfRandomPool.recognizes(headOf({ texts: ['one'] }))).toBe(false);
  });
});
