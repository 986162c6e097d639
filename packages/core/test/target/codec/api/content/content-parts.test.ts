import { describe, expect, it } from 'vitest';
import type { ContentPart } from '../../../../../src/spec/content/chat-message.ts';
import { bodyOf, requestOf } from './requests.ts';

const PICTURE = { mediaType: 'image/png', base64: 'iVBO' } as const;
const DATA_URL = 'data:image/png;base64,iVBO';

function user(...content: readonly ContentPart[]) {
  return { messages: [{ role: 'user', content }] } as const;
}

const WITH_PICTURE = user({ type: 'text', text: 'Color?' }, { type: 'image', source: PICTURE });

describe('content parts', () => {
  it.each([
    [
      'openai-chat',
      {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'Color?' },
              { type: 'image_url', image_url: { url: DATA_URL } },
            ],
          },
        ],
      },
    ],
    [
      'openai-responses',
      {
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_text', text: 'Color?' },
              { type: 'input_image', image_url: DATA_URL },
            ],
          },
        ],
      },
    ],
    [
      'anthropic-messages',
      {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'Color?' },
              {
                type: 'image',
                source: { type: 'base64', media_type: 'image/png', data: 'iVBO' },
              },
            ],
          },
        ],
      },
    ],
    ['ollama-chat', { messages: [{ role: 'user', content: 'Color?', images: ['iVBO'] }] }],
  ] as const)('of %s have a picture in its form', (api, body) => {
    expect(bodyOf(api, WITH_PICTURE)).toMatchObject(body);
  });

  it('of a picture say how closely it is looked at, where the API has a field for it', () => {
    const low = user({ type: 'image', source: PICTURE, detail: 'low' });
    expect(bodyOf('openai-chat', low)).toMatchObject({
      messages: [{ content: [{ image_url: { url: DATA_URL, detail: 'low' } }] }],
    });
    expect(bodyOf('openai-responses', low)).toMatchObject({
      input: [{ content: [{ image_url: DATA_URL, detail: 'low' }] }],
    });
  });

  it('of a chat have recordings, videos and parts of other kinds', () => {
    const raw = { type: 'image_embeds', image_embeds: 'AAAA', uuid: 'u' };
    const asked = user(
      { type: 'audio', source: { mediaType: 'audio/mpeg', base64: 'SUQz' } },
      { type: 'audio', source: { url: 'http://a/a.wav' } },
      { type: 'video', source: { mediaType: 'video/mp4', base64: 'AAAA' } },
      { type: 'raw', part: raw },
    );
    expect(bodyOf('openai-chat', asked)).toMatchObject({
      messages: [
        {
          content: [
            { type: 'input_audio', input_audio: { data: 'SUQz', format: 'mp3' } },
            { type: 'audio_url', audio_url: { url: 'http://a/a.wav' } },
            { type: 'video_url', video_url: { url: 'data:video/mp4;base64,AAAA' } },
            raw,
          ],
        },
      ],
    });
  });

  it.each([
    ['openai-completions', WITH_PICTURE, 'media'],
    ['llama-completion', WITH_PICTURE, 'media'],
    ['ollama-generate', WITH_PICTURE, 'media'],
    ['ollama-chat', user({ type: 'image', source: { url: 'http://a/a.png' } }), 'pictures by URL'],
    [
      'anthropic-messages',
      user({ type: 'audio', source: { mediaType: 'audio/wav', base64: 'UklG' } }),
      'recordings and videos',
    ],
    ['openai-responses', user({ type: 'video', source: { url: 'http://a/a.mp4' } }), 'videos'],
  ] as const)('that %s has no form for are refused', (api, asked, what) => {
    expect(() => bodyOf(api, asked)).toThrow(`api "${api}" cannot carry ${what}`);
  });

  it('of text alone are joined where the API takes one text', () => {
    const asked = user({ type: 'text', text: 'High' }, { type: 'text', text: 'tide?' });
    expect(bodyOf('openai-completions', asked)).toMatchObject({ prompt: 'High\ntide?' });
  });
});

describe('a structure that the answer must have', () => {
  const outputSchema = { name: 'tide', schema: { type: 'object' } } as const;
  const { name, schema } = outputSchema;

  it.each([
    [
      'openai-chat',
      { response_format: { type: 'json_schema', json_schema: { name, schema, strict: true } } },
    ],
    [
      'openai-completions',
      { response_format: { type: 'json_schema', json_schema: { name, schema, strict: true } } },
    ],
    ['openai-responses', { text: { format: { type: 'json_schema', name, schema, strict: true } } }],
    ['anthropic-messages', { output_config: { format: { type: 'json_schema', schema } } }],
    ['ollama-chat', { format: schema }],
    ['ollama-generate', { format: schema }],
    ['llama-completion', { json_schema: schema }],
  ] as const)('is demanded by %s in its form', (api, body) => {
    expect(bodyOf(api, { outputSchema })).toMatchObject(body);
  });
});

describe('the body of a request', () => {
  const APIS = [
    'openai-chat',
    'openai-completions',
    'openai-responses',
    'anthropic-messages',
    'ollama-chat',
    'ollama-generate',
    'llama-completion',
  ] as const;

  it.each(APIS)(
    'of %s has the fields of its own request, unless those of the run override them',
    (api) => {
      const fields = { top_p: 0.5, temperature: 0.7 };
      expect(bodyOf(api, { fields, extraBody: { temperature: 0.9 } })).toMatchObject({
        model: 'm',
        top_p: 0.5,
        temperature: 0.9,
      });
    },
  );

  it.each(APIS)('of %s is sent as recorded, except for streaming', (api) => {
    const body = { model: 'other', n: 3, stream: false, user: 'u' };
    const { stream_options: _options, ...sent } = Object(bodyOf(api, { body }));
    expect(sent).toEqual({ ...body, stream: true });
  });

  it('as recorded asks for usage in a stream alone', () => {
    const body = { model: 'other', stream_options: { include_usage: false } };
    expect(bodyOf('openai-chat', { body })).toEqual({
      model: 'other',
      stream: true,
      stream_options: { include_usage: true },
    });
    const whole = { body, isStreamed: false };
    expect(bodyOf('openai-chat', whole)).toEqual({ model: 'other', stream: false });
  });
});

describe('a request of the Messages API', () => {
  it('has its version, and its key also in a header of its own', () => {
    const { path, headers } = requestOf('anthropic-messages', {}, { apiKey: 'k-1' });
    expect(path).toBe('/v1/messages');
    expect(headers).toContainEqual(['anthropic-version', '2023-06-01']);
    expect(headers).toContainEqual(['x-api-key', 'k-1']);
    expect(headers).toContainEqual(['Authorization', 'Bearer k-1']);
  });

  it('keeps the headers of the user, whatever their case', () => {
    const headers = { 'Anthropic-Version': '2024-01-01', 'X-API-Key': 'k-2' };
    const sent = requestOf('anthropic-messages', {}, { apiKey: 'k-1', headers }).headers;
    const own = sent.filter(([name]) => /anthropic|x-api/i.test(name));
    expect(own).toEqual(Object.entries(headers));
  });
});
