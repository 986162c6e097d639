import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/spec/error/errors.ts';
import { readLoadFiles } from '../../src/workload/load-files.ts';
import { temporaryFolder } from '../stream/temporary-folder.ts';
import { openEntries, single } from './load-dataset/built-files.ts';

function fileOf(text: string): { readonly path: string } {
  const file = path.join(temporaryFolder(), 'data.jsonl');
  writeFileSync(file, text);
  return { path: file };
}

const AS_IT_IS = { order: 'file', isReused: false, seed: 1 } as const;

describe('the files of a load', () => {
  it('are read when named', async () => {
    expect(await readLoadFiles({ traces: [] })).toMatchObject({ traces: new Map() });
    const lines = '{"atMs": 5, "inputTokens": 2, "outputTokens": 3}\n';
    const [one, other] = [
      fileOf(`${lines}{"atMs": 9, "inputTokens": 2, "outputTokens": 3}\n`),
      fileOf('{"atMs": 0, "inputTokens": 4, "outputTokens": 1}\n'),
    ];
    const { dataset, traces, close } = await readLoadFiles({
      dataset: { file: one, ...AS_IT_IS },
      traces: [
        { stage: 'trace', file: one, most: Infinity },
        { stage: 'trace-2', file: other, most: Infinity },
        { stage: 'trace-3', file: one, most: 1 },
      ],
    });
    expect(dataset?.survey.requests).toBe(2);
    expect(Array.from(traces, ([stage, { atNs, tokens }]) => [stage, [...atNs], tokens])).toEqual([
      ['trace', [0, 4e6], 10],
      ['trace-2', [0], 5],
      ['trace-3', [0], 5],
    ]);
    close();
  });

  it('are configuration errors when they are missing or have other content', async () => {
    const dataset = (file: { readonly path: string }) => ({
      dataset: { file, ...AS_IT_IS },
      traces: [],
    });
    const trace = (file: { readonly path: string }) => ({
      traces: [{ stage: 'trace', file, most: Infinity }],
    });
    const nowhere = { path: '/nowhere/t.jsonl' };
    await expect(readLoadFiles(dataset(nowhere))).rejects.toThrow(ConfigError);
    await expect(readLoadFiles(trace(nowhere))).rejects.toThrow(
      /cannot read "\/nowhere\/t\.jsonl": ENOENT/,
    );
    await expect(
      readLoadFiles(trace(fileOf('{"atMs": 5, "inputTokens": "no", "outputTokens": 3}'))),
    ).rejects.toThrow(/no request to send.*line 1: expected/s);
  });

  it('are closed when one of them is invalid', async () => {
    const closed: string[] = [];
    const open = (file: { readonly path: string }) =>
      Promise.resolve({
        ...openEntries(file.path === 'good' ? [{ conversation: single('Why?') }] : []),
        close: () => closed.push(file.path),
      });
    const uses = {
      dataset: { file: { path: 'bad' }, ...AS_IT_IS },
      traces: [],
    };
    await expect(readLoadFiles(uses, open)).rejects.toThrow(/it is empty/);
    expect(closed).toEqual(['bad']);
  });
});
