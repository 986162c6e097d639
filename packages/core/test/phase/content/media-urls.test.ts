import { describe, expect, it } from 'vitest';
import { findMediaUrl } from '../../../src/phase/content/media-urls.ts';

const URL = 'https://example.org/a.png';

describe('findMediaUrl', () => {
  it.each([
    [
      'a part',
      { messages: [{ role: 'user', content: [{ type: 'video', source: { url: URL } }] }] },
    ],
    [
      'a raw part',
      {
        messages: [
          {
            role: 'user',
            content: [{ type: 'raw', part: { type: 'image_url', image_url: { url: URL } } }],
          },
        ],
      },
    ],
    [
      'a recorded chat body',
      {
        messages: [],
        body: {
          messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: URL } }] }],
        },
      },
    ],
    [
      'a recorded body of Responses',
      {
        messages: [],
        body: { input: [{ role: 'user', content: [{ type: 'input_image', image_url: URL }] }] },
      },
    ],
    [
      'a recorded body of Messages',
      {
        messages: [],
        body: {
          messages: [{ content: [{ type: 'image', source: { type: 'url', url: URL } }] }],
        },
      },
    ],
  ] as const)('finds a URL in %s', (_name, content) => {
    expect(findMediaUrl(content)).toBe(URL);
  });

  it.each([
    ['text', { messages: [{ role: 'user', content: `See ${URL}` }] }],
    ['a text part', { messages: [{ role: 'user', content: [{ type: 'text', text: URL }] }] }],
    [
      'the text of a recorded body',
      {
        messages: [],
        body: { messages: [{ role: 'user', content: URL }], metadata: { url: URL } },
      },
    ],
    [
      'data of a part',
      {
        messages: [
          {
            role: 'user',
            content: [{ type: 'image', source: { mediaType: 'image/png', base64: 'A' } }],
          },
        ],
      },
    ],
  ] as const)('finds none in %s', (_name, content) => {
    expect(findMediaUrl(content)).toBeUndefined();
  });
});
