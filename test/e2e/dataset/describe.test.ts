import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatasetDescriptionSchema } from '@loadcell/core';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/run-folder.ts';
import { runLoadcell } from '../support/run-loadcell.ts';
import { startMock } from '../support/start-mock.ts';

const SHAREGPT = fileURLToPath(
  new URL('../../../packages/core/test/fixtures/datasets/sharegpt.json', import.meta.url),
);

/** Of which `help` is four tokens, one a letter. */
const TOKENIZER = fileURLToPath(new URL('../../fixtures/tokenizers/byte-pair', import.meta.url));

/** Two prompts that share a block of 512 tokens, then a later and an earlier one, and two bad rows. */
const TRACE = [
  { timestamp: 0, input_length: 600, output_length: 9, hash_ids: [0, 1] },
  { timestamp: 3000, input_length: 700, output_length: 5, hash_ids: [0, 2] },
  { timestamp: 9000, input_length: 100, output_length: 1, hash_ids: [3] },
  { timestamp: 6000, input_length: 100, output_length: 2, hash_ids: [4] },
  { timestamp: 9000, input_length: 9000, output_length: 2, hash_ids: [5] },
  { timestamp: 9000, input_length: 100, output_length: 0, hash_ids: [6] },
];

function traceIn(folder: string): string {
  const file = path.join(folder, 'trace.jsonl');
  writeFileSync(file, TRACE.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return file;
}

async function described(args: readonly string[], code = 0) {
  const result = await runLoadcell(['dataset', ...args, '--json']);
  expect(result).toMatchObject({ code, stderr: '' });
  return DatasetDescriptionSchema.parse(JSON.parse(result.stdout));
}

describe('loadcell dataset', () => {
  it('describes a trace: arrivals, lengths, shared blocks, and what is left out by line', async () => {
    const file = traceIn(temporaryFolder());
    const { arrivals, prefixes, leftOut, warnings, ...rest } = await described([file]);
    expect(rest).toMatchObject({
      format: { name: 'mooncake' },
      formatBy: 'content',
      rows: 6,
      requests: 4,
      input: { count: 4, min: 100, max: 700, total: 1500, origins: ['file'] },
      output: { total: 17, kinds: { demand: 4 } },
    });
    expect(arrivals).toMatchObject({ spanSeconds: 9, gapVariation: 0, distinctTimes: 4 });
    expect(prefixes).toMatchObject({ by: 'blocks', blocks: 6, hitBlocks: 1, hitTokens: 512 });
    expect(leftOut.unreadable.map(({ lines }) => lines)).toEqual([[5]]);
    expect(leftOut.failed.map(({ lines }) => lines)).toEqual([[6]]);
    expect(warnings[0]?.reason).toContain('1 row was out of order by up to 3.00 s');
  });

  it('describes conversations as text, within 100 columns', async () => {
    const { code, stdout, stderr } = await runLoadcell(['dataset', SHAREGPT]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('would be sent    14 requests; 2 conversations');
    expect(stdout).toContain('estimated from words');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('counts with the tokenizer of a server, one token a word on the mock', async () => {
    const { url } = await startMock();
    const folder = temporaryFolder();
    const file = path.join(folder, 'chats.json');
    const turn = (from: string, value: string) => ({ from, value });
    const conversations = [turn('human', 'one two three'), turn('gpt', 'four five')];
    writeFileSync(file, JSON.stringify([{ id: 'a_0', conversations }]));
    const { input, output } = await described([file, '--url', url]);
    expect(input).toMatchObject({ total: 3, origins: ['server'] });
    expect(output).toMatchObject({ total: 2, origins: ['server'], kinds: { estimate: 1 } });
  });

  it('counts with a local tokenizer, which need not have one token a word', async () => {
    const file = path.join(temporaryFolder(), 'prompts.jsonl');
    writeFileSync(file, `${JSON.stringify({ prompt: 'help' })}\n`);
    const { input } = await described([file, '--tokenizer', TOKENIZER]);
    expect(input).toMatchObject({ total: 4, origins: ['tokenizer'] });
  });

  it('exits with 2 where nothing can be sent, and still says why', async () => {
    const file = path.join(temporaryFolder(), 'failed.jsonl');
    writeFileSync(file, `${JSON.stringify(TRACE[5])}\n`);
    const { requests, leftOut } = await described([file], 2);
    expect(requests).toBe(0);
    expect(leftOut.failed).toHaveLength(1);
  });

  it.each([
    [['no.jsonl'], 'cannot read'],
    [['.'], 'folder'],
    [[SHAREGPT, '--dataset-format', 'share-gpt'], 'did you mean "sharegpt"?'],
    [[SHAREGPT, '--model', 'm'], '--model needs --url'],
    [[SHAREGPT, '--tokenizer', TOKENIZER, '--url', 'h'], 'cannot be combined'],
    [[], 'loadcell dataset needs <file>'],
  ])('rejects %j with 2', async (args, message) => {
    const { code, stdout, stderr } = await runLoadcell(['dataset', ...args], {
      cwd: temporaryFolder(),
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
