import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../../src/workload/dataset/open-dataset.ts';
import { digestOf, ReadDigest, type FileDigest } from '../../src/workload/file-digest.ts';
import { loadDataset } from '../../src/workload/load-dataset/load-dataset.ts';
import { readTrace } from '../../src/workload/load-dataset/load-trace.ts';
import { temporaryFile } from './dataset/read-file.ts';

const AS_IT_IS = { order: 'file', isReused: false, seed: 1 } as const;

/** More rows of a trace than are held to sort them, in several chunks of a file. */
const ROWS = Array.from(
  { length: 120_000 },
  (_, index) => `{"atMs": ${index}, "inputTokens": ${(index % 90) + 10}, "outputTokens": 2}\n`,
).join('');

/** The head of another file of as many rows. */
const OTHER_END = ROWS.replace(/"outputTokens": 2\}\n$/, '"outputTokens": 3}\n');

function sha256Of(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function digestOfDataset(content: string | Buffer, name = 'a.jsonl'): Promise<FileDigest> {
  const dataset = await openDataset({ path: temporaryFile(name, content) });
  try {
    return loadDataset(dataset, AS_IT_IS).digest;
  } finally {
    dataset.close();
  }
}

async function digestOfTrace(content: string, most: number): Promise<FileDigest> {
  const dataset = await openDataset({ path: temporaryFile('a.jsonl', content) });
  try {
    return readTrace(dataset, { most }).digest;
  } finally {
    dataset.close();
  }
}

describe('the digest of a file', () => {
  it('is that of each byte once, whatever passes read before', () => {
    const digest = new ReadDigest();
    const chunks = ['one', 'two', 'three'].map((text) => Buffer.from(text));
    const [first] = digest.pass(chunks);
    expect(first?.toString()).toBe('one');
    expect(digest.digest).toEqual({ sha256: sha256Of('one'), bytes: 3 });
    // Another pass may read in other pieces.
    expect([...digest.pass([Buffer.from('onetw'), Buffer.from('othree')])]).toHaveLength(2);
    expect([...digest.pass(chunks)]).toHaveLength(3);
    expect(digest.digest).toEqual({ sha256: sha256Of('onetwothree'), bytes: 11 });
    expect(digestOf(chunks)).toEqual(digest.digest);
  });

  it('is that of a data set on disk, also where it is packed', async () => {
    expect(await digestOfDataset(ROWS)).toEqual({ sha256: sha256Of(ROWS), bytes: ROWS.length });
    const packed = gzipSync(ROWS);
    expect(await digestOfDataset(packed, 'a.jsonl.gz')).toEqual({
      sha256: sha256Of(packed),
      bytes: packed.length,
    });
  });

  it('differs where one number does, though the counts of both files are equal', async () => {
    expect(OTHER_END).toHaveLength(ROWS.length);
    expect(await digestOfDataset(OTHER_END)).not.toEqual(await digestOfDataset(ROWS));
  });

  it('is that of the part of a trace that is replayed', async () => {
    const part = await digestOfTrace(ROWS, 5);
    expect(part.bytes).toBeLessThan(ROWS.length);
    expect(part.sha256).toBe(sha256Of(ROWS.slice(0, part.bytes)));
    expect(await digestOfTrace(OTHER_END, 5)).toEqual(part);
    expect(await digestOfTrace(OTHER_END, Infinity)).not.toEqual(
      await digestOfTrace(ROWS, Infinity),
    );
  });
});
