import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { Query } from '../../../../src/target/codec/codec.ts';
import { openAiTranscription } from '../../../../src/target/codec/audio/transcription.ts';
import { recordingPool } from '../../../../src/workload/media/media-pool.ts';
import { decode } from '../decode.ts';

const ORIGIN = { host: 'localhost', basePath: '' };
const AUDIO = {
  fileName: 'a "b".wav',
  mediaType: 'audio/wav',
  base64: Buffer.from([0, 255, 13, 10, 45, 45]).toString('base64'),
  durationMs: 1500,
};
const QUERY: Query = {
  model: 'whisper',
  messages: [{ role: 'user', content: 'ignored' }],
  audio: AUDIO,
  maxTokens: 4,
  isGreedy: true,
  isStreamed: false,
};

function formOf(query: Partial<Query> = {}): Promise<FormData> {
  const { headers, body } = openAiTranscription.encode(ORIGIN, { ...QUERY, ...query });
  const type = headers.find(([name]) => name === 'Content-Type')?.[1] ?? '';
  return new Response(body, { headers: { 'Content-Type': type } }).formData();
}

describe('openai-transcription', () => {
  it('sends the recording as a file of a form, byte by byte', async () => {
    const form = await formOf();
    const file = form.get('file');
    if (!(file instanceof File)) throw new Error('there is no file');
    expect(file.type).toBe('audio/wav');
    expect(Buffer.from(await file.arrayBuffer()).toString('base64')).toBe(AUDIO.base64);
  });

  it('sends fields as text, those of the user in place of its own', async () => {
    const form = await formOf({ extraBody: { language: 'en', response_format: 'verbose_json' } });
    expect(form.get('model')).toBe('whisper');
    expect(form.get('stream')).toBe('false');
    expect(form.get('temperature')).toBe('0');
    expect(form.get('language')).toBe('en');
    expect(form.get('response_format')).toBe('verbose_json');
  });

  it('takes the recording of a message where the request has none', async () => {
    const { audio: _audio, ...query } = QUERY;
    const source = { mediaType: 'audio/mpeg', base64: 'SUQz' };
    const { headers, body } = openAiTranscription.encode(ORIGIN, {
      ...query,
      messages: [{ role: 'user', content: [{ type: 'audio', source }] }],
    });
    const type = headers.find(([name]) => name === 'Content-Type')?.[1] ?? '';
    const form = await new Response(body, { headers: { 'Content-Type': type } }).formData();
    const file = form.get('file');
    expect(file instanceof File && file.type).toBe('audio/mpeg');
  });

  it('has the duration of the request, else that of the file in its message', () => {
    const { audio: _audio, ...query } = QUERY;
    const { source } = recordingPool(300, { seed: 1, nonce: 'a' }).make(0);
    const inMessage = {
      ...query,
      messages: [{ role: 'user', content: [{ type: 'audio', source }] }],
    } as const;
    expect(openAiTranscription.mediaMsOf?.(QUERY)).toBe(1500);
    expect(openAiTranscription.mediaMsOf?.(inMessage)).toBe(300);
  });

  it('names the flag where a request has no recording', () => {
    const { audio: _audio, ...query } = QUERY;
    expect(() => openAiTranscription.encode(ORIGIN, query)).toThrow('--audio');
  });

  it('reads a whole body', () => {
    const response = decode({
      codec: 'openai-transcription',
      contentType: 'application/json',
      isStreamed: false,
      reads: ['{"text":"Low at six.","usage":{"input_tokens":7,"output_tokens":4}}'],
    });
    expect(response).toMatchObject({
      text: 'Low at six.',
      ending: 'mark',
      usage: { inputTokens: 7, outputTokens: 4 },
    });
  });

  it('reads usage of seconds as no token count', () => {
    const response = decode({
      codec: 'openai-transcription',
      contentType: 'application/json',
      isStreamed: false,
      reads: ['{"text":"Low.","usage":{"type":"duration","seconds":2}}'],
    });
    expect(response.usage.outputTokens).toBeNaN();
  });

  it('reads events of OpenAI, whose last repeats the text', () => {
    const response = decode({
      codec: 'openai-transcription',
      reads: [
        'data: {"type":"transcript.text.delta","delta":"Low "}\n\n',
        'data: {"type":"transcript.text.delta","delta":"at six."}\n\n',
        'data: {"type":"transcript.text.done","text":"Low at six.","usage":{"input_tokens":7,"output_tokens":4}}\n\n',
      ],
    });
    expect(response).toMatchObject({ text: 'Low at six.', usage: { outputTokens: 4 } });
    expect(Array.from(response.contentNs)).toEqual([1000, 2000]);
  });

  it('reads events of vLLM, which are those of a chat', () => {
    const response = decode({
      codec: 'openai-transcription',
      reads: [
        'data: {"object":"transcription.chunk","choices":[{"delta":{"content":"Low."},"finish_reason":null}]}\n\n',
        'data: {"object":"transcription.chunk","choices":[{"delta":{"content":""},"finish_reason":"stop"}]}\n\n',
        'data: [DONE]\n\n',
      ],
    });
    expect(response).toMatchObject({ text: 'Low.', finishReason: 'stop', ending: 'mark' });
  });

  it('reads an error inside a successful response', () => {
    const response = decode({
      codec: 'openai-transcription',
      contentType: 'application/json',
      isStreamed: false,
      reads: ['{"error":{"message":"no speech"}}'],
    });
    expect(response.faults).toEqual([{ kind: 'error-event', example: 'no speech' }]);
  });
});
