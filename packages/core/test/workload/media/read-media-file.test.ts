import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/spec/error/errors.ts';
import { picturePool, recordingPool } from '../../../src/workload/media/media-pool.ts';
import { readMediaFile } from '../../../src/workload/media/read-media-file.ts';

const SEED = { seed: 1, nonce: 'a' };

/** First bytes of each format, one character per byte. */
const BEGINNINGS: readonly (readonly [string, string, string])[] = [
  ['\u00FF\u00D8\u00FF\u00E0 JFIF', 'image', 'image/jpeg'],
  ['GIF89a....', 'image', 'image/gif'],
  ['RIFF....WEBPVP8 ', 'image', 'image/webp'],
  ['ID3\u0004......', 'audio', 'audio/mpeg'],
  ['\u00FF\u00FB\u0090\u0064', 'audio', 'audio/mpeg'],
  ['....ftypisom', 'video', 'video/mp4'],
];

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'loadcell-media-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, bytes: Buffer): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

describe('readMediaFile', () => {
  it('recognizes a PNG by its content, whatever its name', () => {
    const { base64 } = picturePool({ width: 4, height: 4 }, SEED).make(0).source;
    const file = written('picture.jpg', Buffer.from(base64, 'base64'));
    expect(readMediaFile(file)).toEqual({
      kind: 'image',
      source: { mediaType: 'image/png', base64 },
      bytes: Buffer.from(base64, 'base64').byteLength,
    });
  });

  it('recognizes a WAV file', () => {
    const { base64 } = recordingPool(10, SEED).make(0).source;
    const file = written('sound', Buffer.from(base64, 'base64'));
    expect(readMediaFile(file)).toMatchObject({
      kind: 'audio',
      source: { mediaType: 'audio/wav' },
    });
  });

  it.each(BEGINNINGS)('recognizes %j', (text, kind, mediaType) => {
    const file = written('media', Buffer.from(text, 'latin1'));
    expect(readMediaFile(file)).toMatchObject({ kind, source: { mediaType } });
  });

  it.each([
    ['not media', 'Hello there, this is text.'],
    ['a RIFF file of another kind', 'RIFF....AVI LIST'],
    ['a UTF-16 text, which begins like an MPEG frame', '\u00FF\u00FEa\u0000b\u0000'],
  ])('rejects %s', (_name, text) => {
    const file = written('other', Buffer.from(text, 'latin1'));
    expect(() => readMediaFile(file)).toThrow(`unknown media format "${file}"`);
  });

  it('rejects an empty file', () => {
    const file = written('empty.png', Buffer.alloc(0));
    expect(() => readMediaFile(file)).toThrow(`media file "${file}" is empty`);
  });

  it('reports a missing file with the line that names it', () => {
    const read = (): unknown => readMediaFile('/no/such.png', { path: 'data.jsonl', line: 7 });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow('"data.jsonl", line 7: cannot read media file "/no/such.png"');
  });
});
