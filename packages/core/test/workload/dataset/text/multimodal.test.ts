import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prompts } from '../../../../src/workload/dataset/text/prompts.ts';
import { fixtureText, jsonLines, readAll, recordsOf, type ReadResult } from './records.ts';

const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mNQmJAAAAHkARG72YjtAAAAAElFTkSuQmCC';
const picture = { type: 'image', source: { mediaType: 'image/png', base64: PNG } };
const fixture = jsonLines(fixtureText('multimodal.jsonl'));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'loadcell-media-'));
  writeFileSync(path.join(folder, 'pixel.jpg'), Buffer.from(PNG, 'base64'));
  writeFileSync(path.join(folder, 'empty.png'), '');
  writeFileSync(path.join(folder, 'notes.png'), 'no picture');
});
afterAll(() => rmSync(folder, { recursive: true }));

const partsOf = ({ conversations }: ReadResult, line: number) =>
  conversations
    .flatMap(({ turns }) => turns)
    .filter((turn) => turn.line === line)
    .flatMap(({ input }) => (input.kind === 'content' ? input.content.messages : []))
    .map(({ content }) => content);
const withUrl = (url: string) => ({
  messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }],
});
const faultOf = (value: unknown) => {
  const { faults } = readAll(prompts, recordsOf(value), { folder });
  return faults[0]?.reason;
};

describe('media in messages', () => {
  const found = readAll(prompts, fixture);

  it('are sent where they are whole, in the form of any API', () => {
    expect(found.conversations.map(({ turns }) => turns[0]?.line)).toEqual([
      1, 2, 3, 4, 5, 9, 10, 12, 13,
    ]);
  });

  it('keep the order of parts, the same picture twice and an empty text', () => {
    expect(partsOf(found, 2)).toEqual([
      [
        { ...picture, detail: 'low' },
        { type: 'text', text: 'The image stands before the text.' },
      ],
    ]);
    expect(partsOf(found, 3)).toEqual([
      [
        { type: 'text', text: 'Same picture twice:' },
        picture,
        picture,
        { type: 'text', text: 'Do they differ?' },
      ],
    ]);
    expect(partsOf(found, 9)).toEqual([[{ type: 'text', text: '' }, picture]]);
  });

  it('are recordings by their format or by a data URL', () => {
    const source = { mediaType: 'audio/wav', base64: expect.stringMatching(/^UklGR.*cP4=?/) };
    expect(partsOf(found, 4)[0]?.[1]).toEqual({ type: 'audio', source });
    expect(partsOf(found, 5)[0]?.[1]).toEqual({ type: 'audio', source });
  });

  it('in the history are sent again', () => {
    expect(partsOf(found, 10)).toEqual([
      'Answer in one word.',
      [{ type: 'text', text: 'First turn with a picture.' }, picture],
      'Green.',
      'Second turn, text alone: is it a warm colour?',
    ]);
  });

  it('have the shapes of Responses and Messages too', () => {
    expect(partsOf(found, 12)).toEqual([
      [{ type: 'text', text: 'The shape of the Responses API.' }, picture],
    ]);
    expect(partsOf(found, 13)).toEqual([
      [picture, { type: 'text', text: 'The shape of the Messages API.' }],
    ]);
  });

  it('that cannot be sent are named by their line, with what to do', () => {
    const at = 'messages[0].content[1]';
    expect(found.faults).toEqual([
      {
        line: 6,
        kind: 'unreadable',
        reason: `${at}.video_url.url: the video is cut after 12 bytes`,
      },
      {
        line: 7,
        kind: 'unreadable',
        reason: `${at}.image_url.url: "https://images.example.invalid/pixel.png" is a URL, which the server downloads inside the request; save it to a file and use the path, or pass --allow-urls`,
      },
      {
        line: 8,
        kind: 'unreadable',
        reason: expect.stringMatching(/image_url: expected \{"url": "…"\}, found "data:image/),
      },
      {
        line: 11,
        kind: 'unreadable',
        reason: `${at}.image_url: only a uuid, which is the key of a cache of the server; add the media themselves`,
      },
      { line: 14, kind: 'unreadable', reason: `${at}.image_url.url: expected base64` },
    ]);
  });

  it('may be URLs where those are allowed, and are not fetched', () => {
    const allowed = readAll(prompts, fixture, { allowsUrls: true });
    expect(allowed.faults.map(({ line }) => line)).toEqual([6, 8, 11, 14]);
    expect(partsOf(allowed, 7)[0]?.[1]).toEqual({
      type: 'image',
      source: { url: 'https://images.example.invalid/pixel.png' },
    });
  });

  it('are read from files relative to the data set, by their content and not by their name', () => {
    const read = readAll(prompts, recordsOf(withUrl('pixel.jpg')), { folder });
    expect(partsOf(read, 1)).toEqual([[picture]]);
    const byUrl = withUrl(new URL(`file://${path.join(folder, 'pixel.jpg')}`).href);
    expect(partsOf(readAll(prompts, recordsOf(byUrl)), 1)).toEqual([[picture]]);
  });

  it.each([
    [
      'missing.png',
      /url: cannot read media file ".*missing\.png": .*; in a data set it is relative/,
    ],
    ['empty.png', /url: media file ".*empty\.png" is empty; replace the file/],
    ['notes.png', /expected PNG, JPEG, GIF, WebP, WAV, MP3 or MP4; convert the file/],
    ['.', /url: cannot read media file/],
    ['', /url: expected a text that is not blank/],
    ['data:image/png,abc', /expected "data:TYPE;base64,DATA", found "data:image\/png,abc"/],
    ['data:image/png;base64', /expected "data:TYPE;base64,DATA"/],
    ['data:image/png;base64,', /url: expected base64/],
    ['data:text/plain;base64,YWJj', /expected a picture, found text\/plain/],
    ['data:image/png;base64,UklGRkQAAABXQVZFZm10IBAAAAAB', /expected a picture, found audio\/wav/],
    ['file://other-host/a.png', /url: expected the URL of a file here/],
    ['a\u0000b', /url: cannot read media file/],
  ])('that are %j are named', (url, reason) => {
    expect(faultOf(withUrl(url))).toMatch(reason);
  });

  it.each([
    ['no type', { text: 'one' }, /content\[0\]\.type: expected a text, found nothing/],
    ['a text without its text', { type: 'text' }, /content\[0\]\.text: expected a text/],
    ['a number', 7, /content\[0\]: expected an object, found 7/],
    ['no picture', { type: 'image_url' }, /image_url: expected \{"url": "…"\}, found nothing/],
    ['no source', { type: 'image' }, /source: expected an object, found nothing/],
    [
      'a format without data',
      { type: 'input_audio', input_audio: { format: 'wav' } },
      /data: expected a text/,
    ],
    [
      'a recording as picture',
      { type: 'image', source: { type: 'base64', media_type: 'audio/wav', data: 'UklG' } },
      /expected a picture, found audio\/wav/,
    ],
  ])('with %s are named', (_what, part, reason) => {
    expect(faultOf({ messages: [{ role: 'user', content: [part] }] })).toMatch(reason);
  });

  it('of another kind are sent as they are', () => {
    const part = { type: 'image_embeds', image_embeds: 'QUJD' };
    const read = readAll(prompts, recordsOf({ messages: [{ role: 'user', content: [part] }] }));
    expect(partsOf(read, 1)).toEqual([[{ type: 'raw', part }]]);
  });
});
