import { gzipSync } from 'node:zlib';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../../src/spec/error/errors.ts';
import { openDataset } from '../../../../src/workload/dataset/open-dataset.ts';
import { entriesOf, faultsOf, temporaryFile, turnsOf } from '../read-file.ts';

const ROW = '{"atMs": 5, "inputTokens": 7, "outputTokens": 2}\n';

/** The error of a file, in two parts. */
async function errorOf(file: string): Promise<{ summary: string; help: string | undefined }> {
  try {
    await openDataset({ path: file });
  } catch (error) {
    if (error instanceof ConfigError) return { summary: error.summary, help: error.help };
    throw error;
  }
  throw new Error('the file was opened');
}

describe('a file that holds no data set', () => {
  it.each([
    ['is empty', 'a.jsonl', Buffer.alloc(0), /is empty$/, /^pass a file with requests/],
    ['is only blank lines', 'a.jsonl', Buffer.from('\n \n'), /is empty$/, /^pass a file with/],
    [
      'is only a header',
      'a.csv',
      Buffer.from('atMs,inputTokens,outputTokens\n'),
      /has a header and no rows$/,
      /^pass a file with requests/,
    ],
    [
      'is a Git LFS pointer',
      'a.csv',
      Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n'),
      /is a Git LFS pointer, not the file itself$/,
      /git lfs pull/,
    ],
    [
      'is UTF-16 with a mark',
      'a.jsonl',
      Buffer.from(`\uFEFF${ROW}`, 'utf16le'),
      /is UTF-16$/,
      /^convert it: iconv -f UTF-16 -t UTF-8 .*a\.jsonl > /,
    ],
    [
      'is UTF-16 without a mark',
      'a.jsonl',
      Buffer.from(ROW, 'utf16le'),
      /is UTF-16LE$/,
      /^convert it: iconv -f UTF-16LE -t UTF-8 /,
    ],
    [
      'is a ZIP archive',
      'a.zip',
      Buffer.from('504b030414', 'hex'),
      /is a ZIP archive$/,
      /^unpack it: unzip /,
    ],
    [
      'is compressed by zstd',
      'a.jsonl.zst',
      Buffer.from('28b52ffd0000', 'hex'),
      /is compressed by zstd$/,
      /^unpack it: unzstd /,
    ],
    [
      'is binary',
      'a.bin',
      Buffer.from([1, 2, 3, 0, 0, 0, 4]),
      /is a binary file$/,
      /JSONL, JSON, CSV, text or Parquet/,
    ],
    [
      'is gzip cut in its header',
      'a.csv.gz',
      gzipSync(ROW).subarray(0, 5),
      /^cannot read ".*": gzip: unexpected end of file$/,
      /^the file is cut or changed/,
    ],
    [
      'is cut Parquet',
      'a.parquet',
      Buffer.from('PAR1 and no footer'),
      /^cannot read ".*" as Parquet: its footer: /,
      /^the file is cut or changed/,
    ],
  ])('is refused where it %s', async (_what, name, content, summary, help) => {
    const error = await errorOf(temporaryFile(name, content));
    expect(error.summary).toMatch(summary);
    expect(error.help).toMatch(help);
  });

  it('is refused where it is missing, a folder or a device', async () => {
    const file = temporaryFile('a.jsonl', ROW);
    expect((await errorOf(`${file}.none`)).summary).toMatch(/no such file or directory$/);
    expect((await errorOf(path.dirname(file))).summary).toMatch(/it is a folder$/);
    expect((await errorOf('/dev/null')).summary).toMatch(/it is not a regular file$/);
  });
});

describe('gzip', () => {
  it('is unpacked by content, also without its ending and of several members', async () => {
    const packed = Buffer.concat([gzipSync(ROW), gzipSync(`${ROW}${ROW}`)]);
    for (const name of ['a.jsonl.gz', 'a.jsonl']) {
      expect(turnsOf(await entriesOf(temporaryFile(name, packed)))).toHaveLength(3);
    }
  });

  it('that is cut or changed yields its rows, and then a fault', async () => {
    const text = Array.from({ length: 5000 }, (_, index) =>
      ROW.replace('7', String(index * 7919 + 1)),
    ).join('');
    const packed = gzipSync(text);
    const cut = await entriesOf(temporaryFile('a.jsonl.gz', packed.subarray(0, -3000)));
    expect(turnsOf(cut).length).toBeGreaterThan(1000);
    expect(faultsOf(cut)).toEqual([
      `unreadable ${turnsOf(cut).length + 1}: gzip: unexpected end of file`,
    ]);
    const changed = Buffer.from(packed);
    changed.writeUInt32LE(1, packed.length - 8);
    expect(faultsOf(await entriesOf(temporaryFile('a.jsonl.gz', changed)))).toMatchObject([
      expect.stringMatching(/gzip: incorrect data check/),
    ]);
  });
});
