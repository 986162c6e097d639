import { describe, expect, test } from 'vitest';
import type {
  Conversation,
  DatasetEntry,
  DatasetFormat,
  Turn,
} from '../../../../src/workload/dataset/dataset.ts';
import { digestOf } from '../../../../src/workload/file-digest.ts';
import {
  DatasetDescriptionSchema,
  type DatasetDescription,
} from '../../../../src/workload/dataset/survey/dataset-description.ts';
import {
  describeDataset,
  type TextCounter,
} from '../../../../src/workload/dataset/survey/describe-dataset.ts';

const FORMAT: DatasetFormat = {
  name: 'test',
  title: 'a test',
  recognizes: () => true,
  read: () => [],
};

async function surveyOf(
  entries: readonly DatasetEntry[],
  counter?: TextCounter,
): Promise<DatasetDescription> {
  const dataset = {
    path: 'test.jsonl',
    format: FORMAT,
    bytes: 9,
    entries: () => entries,
    digest: () => digestOf([]),
    close: () => {},
  };
  const given = { formatBy: 'content', ...(counter === undefined ? {} : { counter }) } as const;
  const survey = await describeDataset(dataset, given);
  expect(DatasetDescriptionSchema.parse(structuredClone(survey))).toEqual(survey);
  return survey;
}

function conversation(turns: readonly Turn[], more: Partial<Conversation> = {}): DatasetEntry {
  return { conversation: { label: '', history: 'recorded', turns, ...more } };
}

function asked(line: number, text: string, more: Partial<Turn> = {}): Turn {
  const content = { messages: [{ role: 'user', content: text }] } as const;
  return { line, input: { kind: 'content', content }, ...more };
}

function counted(line: number, inputTokens: number, blocks?: readonly string[]): Turn {
  const shared = blocks === undefined ? {} : { blocks, blockTokens: 512 };
  return { line, input: { kind: 'lengths', inputTokens, ...shared } };
}

/** A token for each character. */
const CHARACTERS: TextCounter = { origin: 'tokenizer', count: (text) => text.length };

describe('describeDataset', () => {
  test('describes a file without a request', async () => {
    expect(await surveyOf([])).toEqual({
      schema: 'loadcell/dataset/1',
      path: 'test.jsonl',
      bytes: 9,
      format: { name: 'test', title: 'a test' },
      formatBy: 'content',
      rows: 0,
      requests: 0,
      conversations: 0,
      withoutOutputLength: 0,
      apis: {},
      models: {},
      media: 0,
      leftOut: { unreadable: [], failed: [], filtered: [] },
      warnings: [],
    });
  });

  test('counts the times of all turns in order, of rows out of order and of overlapping conversations', async () => {
    const at = (line: number, seconds: number): Turn => ({
      ...counted(line, 1),
      atNs: seconds * 1e9,
    });
    const survey = await surveyOf([
      conversation([at(1, 0), at(1, 2)]),
      conversation([at(2, 3)]),
      conversation([at(3, 1)]),
    ]);
    expect(survey.arrivals).toMatchObject({ requests: 4, spanSeconds: 3, gapVariation: 0 });
    expect(survey.warnings).toEqual([
      { reason: '1 row was out of order by up to 2.00 s, now sorted', count: 1, lines: [3] },
    ]);
  });

  test('takes lengths and times from the file', async () => {
    const survey = await surveyOf([
      conversation([{ ...counted(1, 100), atNs: 0, output: { tokens: 7, kind: 'demand' } }]),
      conversation([{ ...counted(2, 300), atNs: 2e9, output: { tokens: 9, kind: 'cap' } }]),
      conversation([counted(3, 200)]),
    ]);
    expect(survey.input).toMatchObject({
      count: 3,
      min: 100,
      max: 300,
      mean: 200,
      origins: ['file'],
    });
    expect(survey.output).toMatchObject({ count: 2, total: 16, kinds: { demand: 1, cap: 1 } });
    expect(survey).toMatchObject({ withoutOutputLength: 1, requests: 3, conversations: 0 });
    expect(survey.arrivals).toMatchObject({ requests: 2, spanSeconds: 2, ratePerSecond: 0.5 });
    expect(survey.prefixes).toBeUndefined();
    expect(survey.turns).toBeUndefined();
  });

  test('counts the blocks that earlier prompts had', async () => {
    const survey = await surveyOf([
      conversation([counted(1, 1500, ['0', '1', '2'])]),
      conversation([counted(2, 1200, ['0', '1', '3'])]),
      conversation([counted(3, 300)]),
    ]);
    expect(survey.prefixes).toEqual({
      by: 'blocks',
      blocks: 6,
      hitBlocks: 2,
      tokens: 3000,
      hitTokens: 1024,
      hitRatio: 1024 / 3000,
    });
  });

  test('counts a turn with the turns and recorded answers before it, and finds them shared', async () => {
    const answer = { role: 'assistant', content: 'cccc' } as const;
    const output = { tokens: 99, kind: 'estimate' } as const;
    const turns = [asked(1, 'aaa', { answer, output }), asked(1, 'bb')];
    const survey = await surveyOf([conversation(turns)], CHARACTERS);
    expect(survey.input).toMatchObject({ count: 2, min: 3, max: 9, origins: ['tokenizer'] });
    expect(survey.output).toMatchObject({ total: 4, origins: ['tokenizer'] });
    expect(survey.prefixes).toMatchObject({ by: 'messages', hitTokens: 3, tokens: 12 });
    expect(survey).toMatchObject({ rows: 1, requests: 2, conversations: 1, turns: { max: 2 } });
  });

  test('counts complete turns alone, and live answers by the length that they will have', async () => {
    const output = { tokens: 50, kind: 'cap' } as const;
    const turns = [asked(1, 'aaa', { output }), asked(2, 'bb')];
    const none = await surveyOf([conversation(turns, { history: 'none' })], CHARACTERS);
    expect(none.input).toMatchObject({ min: 2, max: 3 });
    const live = await surveyOf([conversation(turns, { history: 'live' })], CHARACTERS);
    expect(live.input).toMatchObject({ min: 3, max: 55 });
  });

  test('follows a branch of a conversation', async () => {
    const turns = [
      asked(1, 'aaaa', { id: 'root' }),
      asked(1, 'bb', { id: 'left' }),
      asked(1, 'c', { after: ['root'] }),
    ];
    const { input } = await surveyOf([conversation(turns)], CHARACTERS);
    expect(input).toMatchObject({ total: 4 + 6 + 5 });
  });

  test('estimates texts without a tokenizer, and says so', async () => {
    const { input } = await surveyOf([conversation([asked(1, 'three words here')])]);
    expect(input).toMatchObject({ total: 4, origins: ['estimate'] });
  });

  test('counts token ids as they are, and tells equal ones from different ones', async () => {
    const ids = (line: number, items: readonly number[]): DatasetEntry =>
      conversation([
        { line, input: { kind: 'content', content: { messages: [], items: [items] } } },
      ]);
    const survey = await surveyOf([ids(1, [5, 6, 7]), ids(2, [5, 6, 8]), ids(3, [5, 6, 7])]);
    expect(survey.input).toMatchObject({ total: 9, origins: ['file'] });
    expect(survey.prefixes).toMatchObject({ hitTokens: 3, tokens: 9 });
  });

  test('reads the input of a recorded body, and none of its options', async () => {
    const body = {
      model: 'not counted',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'abc' }] }, { content: 'de' }],
      user: 'not counted',
    };
    const turn: Turn = {
      line: 1,
      input: { kind: 'content', content: { messages: [], body, api: 'openai-completions' } },
      model: 'm',
    };
    const survey = await surveyOf([conversation([turn])], CHARACTERS);
    expect(survey.input).toMatchObject({ total: 5 });
    expect(survey).toMatchObject({ apis: { 'openai-completions': 1 }, models: { m: 1 } });
  });

  test('counts media, whose tokens are unknown', async () => {
    const source = { mediaType: 'image/png', base64: '' };
    const content = [
      { type: 'image', source },
      { type: 'text', text: 'what' },
    ] as const;
    const turn: Turn = {
      line: 1,
      input: { kind: 'content', content: { messages: [{ role: 'user', content }] } },
    };
    expect((await surveyOf([conversation([turn])], CHARACTERS)).media).toBe(1);
  });

  test('names what is left out by kind and reason, with its first lines', async () => {
    const faults = Array.from(
      { length: 8 },
      (_, index) =>
        ({
          fault: {
            line: index + 1,
            kind: 'unreadable',
            reason: `expected 3 ids, found ${index} in "row ${index}"`,
          },
        }) as const,
    );
    const survey = await surveyOf([
      ...faults,
      { fault: { line: 20, kind: 'failed', reason: 'no output' } },
      { warning: { line: 21, reason: 'a result without a call' } },
      conversation([asked(21, 'hi')]),
    ]);
    expect(survey.leftOut.unreadable).toEqual([
      { reason: 'expected 3 ids, found 0 in "row 0"', count: 8, lines: [1, 2, 3, 4, 5] },
    ]);
    expect(survey.leftOut.failed).toEqual([{ reason: 'no output', count: 1, lines: [20] }]);
    expect(survey.warnings).toEqual([{ reason: 'a result without a call', count: 1, lines: [21] }]);
    expect(survey.rows).toBe(10);
  });

  test('keeps a bounded number of reasons, and counts the others', async () => {
    const faults = Array.from(
      { length: 300 },
      (_, index) =>
        ({
          fault: { line: index + 1, kind: 'unreadable', reason: 'x'.repeat(index + 1) },
        }) as const,
    );
    const { leftOut } = await surveyOf(faults);
    expect(leftOut.unreadable).toHaveLength(101);
    expect(leftOut.unreadable[0]).toMatchObject({ reason: 'other reasons', count: 200 });
  });
});
