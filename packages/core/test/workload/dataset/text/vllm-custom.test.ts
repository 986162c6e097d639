import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vllmCustom } from '../../../../src/workload/dataset/text/vllm-custom.ts';
import { headOf, readAll, recordsOf, saidIn } from './records.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUg==', 'base64');
const WAV = Buffer.from('UklGRkQAAABXQVZFZm10IA==', 'base64');
const picture = {
  type: 'image',
  source: { mediaType: 'image/png', base64: PNG.toString('base64') },
};
const recording = {
  type: 'audio',
  source: { mediaType: 'audio/wav', base64: WAV.toString('base64') },
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'loadcell-vllm-custom-'));
  writeFileSync(path.join(folder, 'a.png'), PNG);
  writeFileSync(path.join(folder, 'a.wav'), WAV);
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (...values: readonly unknown[]) =>
  readAll(vllmCustom, recordsOf(...values), { folder });

describe("a custom data set of vLLM's benchmark", () => {
  it('keeps the order of the file, and each length of output', () => {
    const { conversations } = read(
      { prompt: 'List three knots.', output_tokens: 40 },
      { prompt: '42' },
    );
    expect(conversations.map(saidIn)).toEqual([
      [[['user', 'List three knots.']]],
      [[['user', '42']]],
    ]);
    expect(conversations.map(({ turns }) => turns[0]?.output)).toEqual([
      { tokens: 40, kind: 'cap' },
      undefined,
    ]);
  });

  it('sends pictures and recordings after the prompt, or parts as they are', () => {
    const { conversations, faults } = read(
      { prompt: 'Which?', image_files: ['a.png', 'a.png'], output_tokens: 1 },
      { prompt: '', audio: 'a.wav' },
      {
        content: [
          { type: 'image_url', image_url: { url: 'a.png' } },
          { type: 'text', text: 'Why?' },
        ],
      },
    );
    expect(faults).toEqual([]);
    expect(conversations.map(saidIn)).toEqual([
      [[['user', [{ type: 'text', text: 'Which?' }, picture, picture]]]],
      [[['user', [recording]]]],
      [[['user', [picture, { type: 'text', text: 'Why?' }]]]],
    ]);
  });

  it.each([
    [{ prompt: 42 }, 'prompt: expected a text, found 42'],
    [{ output_tokens: 4 }, 'prompt: expected a text, found nothing'],
    [
      { prompt: 'a', output_tokens: 'b' },
      'output_tokens: expected a number of at least 0, found "b"',
    ],
    [{ prompt: 'a', image_files: 'a.png' }, 'image_files: expected a list of paths, found "a.png"'],
    [{ prompt: 'a', image_files: [7] }, 'image_files[0]: expected a text, found 7'],
    [
      { prompt: 'a', image_files: ['b.png'] },
      expect.stringMatching(/^image_files\[0\]: cannot read media file ".*b\.png"/),
    ],
    [{ prompt: 'a', audio: 'a.png' }, 'audio: expected a recording, found image/png'],
    [{ content: [] }, 'content: expected a list that is not empty, found an empty list'],
    ['a', 'row: expected an object, found "a"'],
  ])('names what is wrong with %j', (value, reason) => {
    expect(read(value).faults).toEqual([{ line: 1, kind: 'unreadable', reason }]);
  });

  it.each([
    [{ prompt: 'a', output_tokens: 1 }, true],
    [{ prompt: 'a', image_files: [] }, true],
    [{ content: [] }, true],
    [{ prompt: 'a' }, false],
    [{ content: 'a' }, false],
    ['a', false],
  ])('is recognized by its fields: %j', (record, isRecognized) => {
    expect(vllmCustom.recognizes(headOf(record))).toBe(isRecognized);
  });
});
