import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../../../src/workload/dataset/open-dataset.ts';
import { inOrder, temporaryFile, turnsOf } from '../read-file.ts';

const TIMES = [30, 5.5, 1e2, 5.5, 0];

const dates = [
  '20 10:00:00.5',
  '20 10:00:00',
  '19 23:59:59.9999999',
  '21 00:00:00',
  '20 10:00:00.25',
];

const FILES = {
  'own trace.jsonl': TIMES.map(
    (time, index) => `{"inputTokens": ${index + 1}, "atMs": ${time}, "outputTokens": 1}`,
  ),
  'own.csv': [
    'inputTokens,atMs,outputTokens',
    ...TIMES.map((time, index) => `${index + 1},${time},1`),
  ],
  'azure.csv': [
    'TIMESTAMP,ContextTokens,GeneratedTokens',
    ...dates.map((date, index) => `2023-11-${date},${index + 1},1`),
  ],
};

describe('the command that sorts a file', () => {
  it.each(
    Object.entries(FILES).flatMap(([name, lines]) => [
      [name, lines] as const,
      [`${name}.gz`, lines] as const,
    ]),
  )('yields the same requests in order of time, of %s', async (name, lines) => {
    const text = `${lines.join('\n')}\n`;
    const file = temporaryFile(name, name.endsWith('.gz') ? gzipSync(text) : text);
    const dataset = await openDataset({ path: file });
    dataset.close();
    const folder = path.dirname(file);
    const { status, stderr } = spawnSync('sh', ['-c', dataset.sortCommand ?? 'false'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const sorted = path.join(folder, `sorted.${name.includes('jsonl') ? 'jsonl' : 'csv'}`);
    expect(readFileSync(sorted, 'utf8').split('\n').toSorted()).toEqual(
      text.split('\n').toSorted(),
    );
    const inputs = async (trace: string): Promise<number[]> =>
      turnsOf(await inOrder(trace)).map(({ inputTokens }) => inputTokens);
    expect(await inputs(sorted)).toEqual(await inputs(file));
    const lineNumbers = turnsOf(await inOrder(sorted)).map(({ line }) => line);
    expect(lineNumbers).toEqual(lineNumbers.toSorted((one, other) => one - other));
  });
});
