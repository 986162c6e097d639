import { describe, expect, it } from 'vitest';
import type { Conversation, DatasetEntry } from '../../../../src/workload/dataset/dataset.ts';
import type { DatasetFile } from '../../../../src/workload/dataset/open-dataset.ts';
import { entriesOf, faultsOf, inOrder, temporaryFile, turnsOf } from '../read-file.ts';

type Options = NonNullable<DatasetFile['options']>;

const jsonLines = (rows: readonly unknown[]): string =>
  rows.map((row) => JSON.stringify(row)).join('\n');

const read = (rows: readonly unknown[], options: Options = {}, format?: string) =>
  entriesOf({
    path: temporaryFile('trace.jsonl', jsonLines(rows)),
    options,
    ...(format === undefined ? {} : { format }),
  });

const conversationsOf = (entries: readonly DatasetEntry[]): Conversation[] =>
  entries.flatMap((entry) => ('conversation' in entry ? [entry.conversation] : []));

describe("loadcell's own trace", () => {
  it('has times in milliseconds, columns in any order and lengths to the token', async () => {
    const text = 'inputTokens,user,"atMs",outputTokens\r\n100,a,1000,20\r\n7,,1002.5,1\r\n';
    expect(turnsOf(await entriesOf(temporaryFile('t.csv', text)))).toMatchObject([
      { line: 2, atMs: 0, inputTokens: 100, outputTokens: 20 },
      { line: 3, atMs: 2.5, inputTokens: 7, outputTokens: 1 },
    ]);
  });

  it.each([
    [
      'a time that is negative',
      { atMs: -1, inputTokens: 1, outputTokens: 1 },
      /^unreadable 2: expected atMs to be a number of at least 0, found -1$/,
    ],
    [
      'half a token',
      { atMs: 1, inputTokens: 1.5, outputTokens: 1 },
      /inputTokens to be an integer of at least 1, found 1\.5/,
    ],
    [
      'no input',
      { atMs: 1, inputTokens: 0, outputTokens: 1 },
      /inputTokens to be an integer of at least 1, found 0/,
    ],
    ['a time that is no number', { atMs: 'soon', inputTokens: 1, outputTokens: 1 }, /found "soon"/],
    ['no output', { atMs: 1, inputTokens: 1, outputTokens: 0 }, /^failed 2: no output tokens/],
    ['another type', 7, /^unreadable 2: expected an object$/],
  ])('has a fault for a row with %s', async (_what, row, fault) => {
    const good = { atMs: 1, inputTokens: 1, outputTokens: 1 };
    const entries = await read([good, row, good]);
    expect(turnsOf(entries).map(({ line }) => line)).toEqual([1, 3]);
    expect(faultsOf(entries)).toEqual([expect.stringMatching(fault)]);
  });
});

describe('a Mooncake trace', () => {
  const row = { timestamp: 0, input_length: 700, output_length: 5, hash_ids: [3, 4] };

  it('takes the tokens of a block and the unit of time from options', async () => {
    const seconds = { ...row, timestamp: 1.5, input_length: 100, hash_ids: [1, 2, 3, 4] };
    const entries = await read([{ ...seconds, timestamp: 1 }, seconds], {
      blockTokens: 32,
      timeUnitSeconds: 1,
    });
    expect(turnsOf(entries)).toMatchObject([
      { atMs: 0 },
      { atMs: 500, blocks: ['1', '2', '3', '4'] },
    ]);
    const [entry] = entries;
    expect(entry).toMatchObject({ conversation: { turns: [{ input: { blockTokens: 32 } }] } });
  });

  it('keeps ids as they are written, also as texts and in a row that names them twice', async () => {
    const line = (ids: string): string =>
      `{"extra": {"hash_ids": [1]}, "timestamp": 0, "input_length": 700, "output_length": 5, "hash_ids": ${ids}}`;
    const text = [
      line('["a", "9007199254740993"]'),
      line('[9007199254740993, 9007199254740992]'),
    ].join('\n');
    expect(
      turnsOf(await entriesOf(temporaryFile('t.jsonl', text))).map(({ blocks }) => blocks),
    ).toEqual([
      ['a', '9007199254740993'],
      ['9007199254740993', '9007199254740992'],
    ]);
  });

  it.each([
    [
      'ids that are fractions',
      { ...row, hash_ids: [1.5, 2] },
      /expected hash_ids to be a list of integers or texts/,
    ],
    [
      'ids that are no list',
      { ...row, hash_ids: 3 },
      /expected hash_ids to be a list of block ids/,
    ],
    [
      'too many ids',
      { ...row, hash_ids: [1, 2, 3] },
      /700 tokens are 2 blocks of 512, found 3 block ids/,
    ],
    [
      'messages only',
      { timestamp: 0, messages: [] },
      /expected messages to be absent: a row needs input_length or text_input/,
    ],
  ])('has a fault for %s', async (_what, bad, fault) => {
    expect(faultsOf(await read([row, bad]))).toEqual([expect.stringMatching(fault)]);
  });

  it("takes texts, sessions and delays of AIPerf's dialect", async () => {
    const rows = [
      { timestamp: 10, text_input: 'Which tide?', output_length: 9, session_id: 's' },
      { ...row, timestamp: 12, session_id: 't' },
      { delay: 250, input_length: 8, output_length: 2, session_id: 's' },
    ];
    const [one, other] = conversationsOf(await read(rows, { bySession: true }));
    expect(one).toMatchObject({
      label: 's',
      turns: [
        {
          input: {
            kind: 'content',
            content: { messages: [{ role: 'user', content: 'Which tide?' }] },
          },
          atNs: 0,
        },
        { line: 3, delayNs: 250e6, input: { inputTokens: 8 } },
      ],
    });
    expect(other).toMatchObject({ label: 't', turns: [{ line: 2 }] });
    expect(faultsOf(await read(rows))).toEqual([
      expect.stringMatching(/^unreadable 3: expected timestamp/),
    ]);
  });
});

describe('sessions of a trace', () => {
  it('have their turns in order of time, whatever the order of the file', async () => {
    const rows = [5, 9, 7].map((timestamp) => ({
      timestamp,
      input_length: 1,
      output_length: 1,
      session_id: 's',
    }));
    const [session] = conversationsOf(await read(rows, { bySession: true }));
    expect(session?.turns.map(({ line }) => line)).toEqual([1, 3, 2]);
  });
});

describe('a Bailian trace', () => {
  const row = (id: number, parent: number, timestamp: number, blocks: number[]) => ({
    chat_id: id,
    parent_chat_id: parent,
    timestamp,
    input_length: blocks.length * 16 - 3,
    output_length: 4,
    type: 'text',
    turn: 1,
    hash_ids: blocks,
  });
  const rows = [
    row(1, -1, 61.114, [1, 2]),
    row(2, -1, 61.2, [9]),
    row(5, 1, 70, [1, 2, 3]),
    row(6, 1, 71, [1, 2, 4]),
    row(7, 6, 72, [1]),
  ];

  it('has seconds, blocks of 16 tokens and its ids as names', async () => {
    const entries = await read(rows);
    expect(turnsOf(entries).map(({ atMs }) => atMs)).toEqual([0, 86, 8886, 9886, 10_886]);
    expect(conversationsOf(entries).map(({ turns }) => turns[0]?.label)).toEqual([
      '1',
      '2',
      '5',
      '6',
      '7',
    ]);
    expect(entries[0]).toMatchObject({
      conversation: { turns: [{ input: { blocks: ['1', '2'], blockTokens: 16 } }] },
    });
  });

  it('has chats whose follow-ups wait for the request that they name', async () => {
    const chats = conversationsOf(await read(rows, { bySession: true }));
    expect(chats.map(({ label, history }) => [label, history])).toEqual([
      ['1', 'none'],
      ['2', 'none'],
    ]);
    expect(chats[0]?.turns.map(({ id, after }) => [id, after])).toEqual([
      ['1', undefined],
      ['5', ['1']],
      ['6', ['1']],
      ['7', ['6']],
    ]);
  });

  it('may have no id for the rest of a prompt', async () => {
    const short = { ...row(1, -1, 0, [1, 2]), input_length: 40 };
    expect(faultsOf(await read([short, { ...short, input_length: 48 }]))).toEqual([
      'unreadable 2: 48 tokens are 3 blocks of 16, found 2 block ids',
    ]);
  });
});

describe('a timed trace', () => {
  const options = {
    fields: { time: 't', inputTokens: 'in', outputTokens: 'out', blocks: 'blocks' },
    timeUnitSeconds: 0.001,
  };

  it('has fields, a unit and blocks by options', async () => {
    const rows = [
      { t: 12.5, in: 40, out: 8, blocks: [7, 8, 9] },
      { t: 13, in: 16, out: 1, blocks: [7] },
    ];
    expect(turnsOf(await read(rows, options, 'timed-trace'))).toMatchObject([
      { atMs: 0, inputTokens: 40, outputTokens: 8, blocks: ['7', '8', '9'] },
      { atMs: 0.5, blocks: ['7'] },
    ]);
  });

  it('has a fault where its blocks do not cover a prompt, as those of Mooncake do not with the default', async () => {
    const row = { timestamp: 0, input_length: 1024, output_length: 1, hash_ids: [1, 2] };
    expect(faultsOf(await read([row], {}, 'timed-trace'))).toEqual([
      'unreadable 1: 1024 tokens are 64 blocks of 16, found 2 block ids; it looks like a Mooncake trace',
    ]);
  });

  it('is in seconds where nothing is said', async () => {
    const rows = [0, 0.25].map((timestamp) => ({ timestamp, input_length: 1, output_length: 1 }));
    expect(turnsOf(await read(rows, {}, 'timed-trace')).map(({ atMs }) => atMs)).toEqual([0, 250]);
  });
});

describe('an Azure trace', () => {
  it('of 2025 has pictures', async () => {
    const text = [
      'TIMESTAMP,NumImages,ContextTokens,GeneratedTokens',
      '2025-03-30T01:59:59.999Z,2,100,5',
      '2025-03-30T03:00:00.000Z,0,100,5',
    ].join('\n');
    const entries = await inOrder(temporaryFile('t.csv', text));
    expect(entries).toMatchObject([
      { conversation: { turns: [{ atNs: 0, input: { pictures: 2 } }] } },
      { conversation: { turns: [{ atNs: 3_600_001_000_000, input: { pictures: 0 } }] } },
    ]);
  });
});
