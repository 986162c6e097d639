import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../../src/workload/dataset/open-dataset.ts';
import { arrivalsOf } from '../../../../src/workload/dataset/time/arrivals-of.ts';
import { readBlockIds } from '../../../../src/workload/dataset/trace/block-ids.ts';
import { RowFields } from '../../../../src/workload/dataset/trace/row-fields.ts';
import { faultsOf, fixture, inOrder, turnsOf, warningsOf, type FlatTurn } from '../read-file.ts';

/** Blocks and tokens of requests, and how many of them stood in requests before. */
function sharing(
  requests: readonly { readonly tokens: number; readonly blocks: readonly string[] }[],
) {
  const seen = new Set<string>();
  const found = { blocks: 0, blocksFound: 0, tokens: 0, tokensFound: 0 };
  for (const { tokens, blocks } of requests) {
    found.blocks += blocks.length;
    found.tokens += tokens;
    for (const [index, block] of blocks.entries()) {
      if (!seen.has(block)) continue;
      found.blocksFound++;
      found.tokensFound += Math.min(512, tokens - index * 512);
    }
    for (const block of blocks) seen.add(block);
  }
  return found;
}

const sharingOf = (turns: readonly FlatTurn[]) =>
  sharing(turns.map(({ inputTokens, blocks }) => ({ tokens: inputTokens, blocks: blocks ?? [] })));

describe('mooncake.jsonl', () => {
  it('sends 16 of its 18 requests, in order of time', async () => {
    const entries = await inOrder(fixture('mooncake.jsonl'));
    const turns = turnsOf(entries);
    expect(turns.map((turn) => turn.line)).toEqual([
      1, 2, 3, 4, 5, 8, 6, 9, 10, 11, 12, 13, 14, 15, 16, 19,
    ]);
    expect(turns.map((turn) => turn.atMs)).toEqual([
      0, 0, 3000, 3000, 5999, 6001, 9000, 9000, 11_999, 11_999, 15_000, 18_000.5, 21_000, 24_000,
      24_000, 33_000,
    ]);
    expect(faultsOf(entries)).toEqual([
      'unreadable 17: 1500 tokens are 3 blocks of 512, found 2 block ids',
      'failed 18: no output tokens: the request failed',
    ]);
    expect(warningsOf(entries)).toEqual(['8: 1 row was out of order by up to 3.00 s, now sorted']);
  });

  it('shares 24 of 41 blocks and 12,076 of 19,217 tokens in its first 12 lines', async () => {
    const turns = turnsOf(await inOrder(fixture('mooncake.jsonl')));
    const first = turns.filter((turn) => turn.line <= 12);
    expect(first).toHaveLength(11);
    expect(sharingOf(first)).toEqual({
      blocks: 41,
      blocksFound: 24,
      tokens: 19_217,
      tokensFound: 12_076,
    });
  });

  it('keeps ids above 2^53 apart: 30 of 55 blocks are shared in all rows, also those not sent', () => {
    const rows = readFileSync(fixture('mooncake.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => new RowFields(JSON.parse(line), line));
    const blocks = rows.map((row) => ({ tokens: 0, blocks: readBlockIds(row, 'hash_ids') ?? [] }));
    expect(blocks).toHaveLength(18);
    expect(sharing(blocks)).toMatchObject({ blocks: 55, blocksFound: 30 });
  });

  it('has no blocks where its row has no ids', async () => {
    const turns = turnsOf(await inOrder(fixture('mooncake.jsonl')));
    expect(turns.filter((turn) => turn.blocks === undefined).map((turn) => turn.line)).toEqual([
      14,
    ]);
  });
});

describe('burstgpt.csv', () => {
  it('sends 11 of its 14 requests over 600 s', async () => {
    const entries = await inOrder(fixture('burstgpt.csv'));
    const turns = turnsOf(entries);
    expect(turns).toHaveLength(11);
    expect(turns.at(0)).toMatchObject({ line: 2, atMs: 0, inputTokens: 310, outputTokens: 220 });
    expect(turns.at(-1)).toMatchObject({ line: 15, atMs: 600_000 });
    expect(turns.find((turn) => turn.line === 9)).toMatchObject({
      atMs: 60_000,
      inputTokens: 7400,
    });
    expect(faultsOf(entries)).toEqual([
      'failed 5: no output tokens: the request failed',
      'failed 8: no output tokens: the request failed',
      'unreadable 13: expected Response tokens to be an integer of at least 0, found nothing',
    ]);
    expect(warningsOf(entries)).toEqual([]);
  });

  it('has sessions, whose turns have the think time of the trace', async () => {
    const entries = await inOrder(fixture('burstgpt.csv'), { bySession: true });
    const conversations = entries.flatMap((entry) =>
      'conversation' in entry ? [entry.conversation] : [],
    );
    const one = conversations.find(({ label }) => label.endsWith('0001'));
    expect(one?.turns.map((turn) => turn.line)).toEqual([2, 7, 10]);
    expect(one?.turns.map((turn) => turn.delayNs)).toEqual([undefined, 29e9, 39e9]);
    expect(
      conversations.filter(({ label }) => label === '').map(({ turns }) => turns[0]?.line),
    ).toEqual([4, 6, 9, 11, 15]);
    expect(conversations).toHaveLength(8);
  });

  it('can be reduced to the rows of a model and a log type', async () => {
    const where = { Model: 'GPT-4', 'Log Type': 'Conversation log' };
    const entries = await inOrder(fixture('burstgpt.csv'), { where });
    expect(turnsOf(entries).map((turn) => turn.line)).toEqual([2, 7, 10]);
    expect(faultsOf(entries)).toContain('filtered 15: Log Type is not Conversation log');
  });
});

describe('azure-2023.csv', () => {
  it('sends its 14 requests over 76.0313131 s, two of them 100 ns apart', async () => {
    const entries = await inOrder(fixture('azure-2023.csv'));
    const turns = turnsOf(entries);
    expect(turns).toHaveLength(14);
    expect(turns.at(-1)).toMatchObject({ line: 15, inputTokens: 505, outputTokens: 150 });
    const [first, second] = atNsOf(entries);
    expect(first).toBe(0);
    expect(second).toBe(100);
    expect(atNsOf(entries).at(-1)).toBe(76_031_313_100);
    expect(faultsOf(entries)).toEqual([]);
  });
});

describe('azure-2024.csv', () => {
  it('sends 12 of its 13 requests over 11.9993 s, with fractions that are absent and zones', async () => {
    const entries = await inOrder(fixture('azure-2024.csv'));
    expect(turnsOf(entries).map((turn) => turn.line)).toEqual([
      2, 3, 4, 5, 7, 6, 8, 9, 10, 11, 13, 14,
    ]);
    expect(atNsOf(entries).at(-1)).toBe(11_999_300_000);
    expect(faultsOf(entries)).toEqual(['failed 12: no output tokens: the request failed']);
    expect(warningsOf(entries)).toEqual(['7: 1 row was out of order by up to 100 µs, now sorted']);
  });
});

const atNsOf = (entries: Awaited<ReturnType<typeof inOrder>>) =>
  entries.flatMap((entry) => ('conversation' in entry ? [entry.conversation.turns[0]?.atNs] : []));

describe('each fixture', () => {
  it.each([
    ['mooncake.jsonl', 'mooncake'],
    ['burstgpt.csv', 'burstgpt'],
    ['azure-2023.csv', 'azure'],
    ['azure-2024.csv', 'azure'],
  ])('%s is recognized as %s', async (file, format) => {
    const dataset = await openDataset({ path: fixture(file) });
    expect(dataset.format.name).toBe(format);
    expect([...arrivalsOf(dataset, { fromNs: 0, toNs: 1 })].length).toBeGreaterThan(0);
    dataset.close();
  });
});
