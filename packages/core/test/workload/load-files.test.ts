import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/spec/error/errors.ts';
import { readLoadFiles } from '../../src/workload/load-files.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';

function fileOf(text: string): string {
  const file = path.join(temporaryFolder(), 'data.jsonl');
  writeFileSync(file, text);
  return file;
}

describe('the files of a load', () => {
  it('are read when named', async () => {
    expect(await readLoadFiles({ traces: [] })).toEqual({ traces: new Map() });
    const { prompts } = await readLoadFiles({ prompts: fileOf('"Why?"\n'), traces: [] });
    expect(prompts).toEqual([
      {
        messages: [{ role: 'user', content: 'Why?' }],
        inputTokens: Number.NaN,
        outputTokens: Number.NaN,
      },
    ]);
    const [one, other] = [
      fileOf('{"atMs": 5, "inputTokens": 2, "outputTokens": 3}\n'),
      fileOf('{"atMs": 0, "inputTokens": 4, "outputTokens": 1}\n'),
    ];
    const { traces } = await readLoadFiles({ traces: [one, other, one] });
    expect([...traces]).toEqual([
      [one, [{ atMs: 0, inputTokens: 2, outputTokens: 3 }]],
      [other, [{ atMs: 0, inputTokens: 4, outputTokens: 1 }]],
    ]);
  });

  it('are configuration errors when they are missing or have other content', async () => {
    await expect(readLoadFiles({ prompts: '/nowhere/p.jsonl', traces: [] })).rejects.toThrow(
      ConfigError,
    );
    await expect(readLoadFiles({ traces: ['/nowhere/t.jsonl'] })).rejects.toThrow(
      /^cannot read "\/nowhere\/t\.jsonl": ENOENT.*Check the path in --trace/,
    );
    await expect(readLoadFiles({ traces: [fileOf('{"atMs": 5}')] })).rejects.toThrow(
      /line 1: expected/,
    );
  });
});
