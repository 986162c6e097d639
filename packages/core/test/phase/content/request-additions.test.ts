import { describe, expect, it } from 'vitest';
import {
  RequestAdditions,
  type AdditionOptions,
} from '../../../src/phase/content/request-additions.ts';
import { ConfigError } from '../../../src/spec/error/errors.ts';
import type { ChatMessage } from '../../../src/spec/content/chat-message.ts';
import type { LoadRequest } from '../../../src/target/server/load/load-request.ts';
import type { ContentFiles } from '../../../src/workload/media/content-files.ts';

const SEED = { seed: 1, nonce: 'a' };
const PLAIN: LoadRequest = {
  model: 'm',
  isGreedy: true,
  isWarmup: false,
  messages: [{ role: 'user', content: 'What is it?' }],
  maxTokens: 8,
  scheduledNs: Number.NaN,
  offeredTokens: Number.NaN,
  context: '',
};

function additions(
  options: Partial<AdditionOptions>,
  files: ContentFiles = {},
  api = 'openai-chat',
  onUrl: (url: string) => void = () => {},
): RequestAdditions {
  return new RequestAdditions({ allowUrls: false, ...options }, files, SEED, { api, onUrl });
}

function byUrl(url: string): LoadRequest {
  return {
    ...PLAIN,
    messages: [{ role: 'user', content: [{ type: 'image', source: { url } }] }],
  };
}

describe('RequestAdditions', () => {
  it('returns a request unchanged where nothing is added', () => {
    expect(additions({}).add(PLAIN)).toBe(PLAIN);
  });

  it('adds pictures behind the text of the last message of the user', () => {
    const history: readonly ChatMessage[] = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'What is it?' },
    ];
    const images = { width: 4, height: 4, count: 2 };
    const { messages } = additions({ images }).add({ ...PLAIN, messages: history });
    expect(messages.slice(0, 2)).toEqual(history.slice(0, 2));
    expect(messages[2]?.content).toMatchObject([
      { type: 'text', text: 'What is it?' },
      { type: 'image', source: { mediaType: 'image/png' } },
      { type: 'image', source: { mediaType: 'image/png' } },
    ]);
  });

  it('never adds the same noise twice', () => {
    const added = additions({ images: { width: 2, height: 2, count: 2 } });
    const parts = Array.from({ length: 30 }, () => added.add(PLAIN).messages[0]?.content.slice(1));
    const pictures = parts.flat().map((part) => JSON.stringify(part));
    expect(new Set(pictures).size).toBe(60);
  });

  it('adds a recording as a part, and to a transcription as its audio', () => {
    const audio = { duration: 100 };
    expect(additions({ audio }).add(PLAIN).messages[0]?.content).toMatchObject([
      { type: 'text' },
      { type: 'audio', source: { mediaType: 'audio/wav' } },
    ]);
    const transcription = additions({ audio }, {}, 'openai-transcription').add(PLAIN);
    expect(transcription.messages).toBe(PLAIN.messages);
    expect(transcription.audio).toMatchObject({ mediaType: 'audio/wav', durationMs: 100 });
  });

  it('sends files in turn', () => {
    const file = (base64: string) => ({
      kind: 'image' as const,
      source: { mediaType: 'image/png', base64 },
      bytes: 3,
    });
    const images = { files: 'pictures', count: 1 };
    const added = additions({ images }, { images: [file('AAAA'), file('BBBB')] });
    const sent = Array.from({ length: 3 }, () => JSON.stringify(added.add(PLAIN).messages));
    expect(sent[0]).toContain('AAAA');
    expect(sent[1]).toContain('BBBB');
    expect(sent[2]).toBe(sent[0]);
  });

  it('adds the output schema, unless the request has one', () => {
    const outputSchema = { name: 'city', schema: { type: 'object' } };
    const own = { name: 'other', schema: {} };
    const added = additions({}, { outputSchema });
    expect(added.add(PLAIN).outputSchema).toBe(outputSchema);
    expect(added.add({ ...PLAIN, outputSchema: own }).outputSchema).toBe(own);
  });

  it('leaves a recorded body as it is', () => {
    const recorded = { ...PLAIN, messages: [], body: { messages: [] } };
    const images = { width: 2, height: 2, count: 1 };
    expect(additions({ images }).add(recorded)).toBe(recorded);
  });

  it('refuses media by URL, and names the flag', () => {
    const add = (): unknown => additions({}).add(byUrl('https://example.org/a.png'));
    expect(add).toThrow(ConfigError);
    expect(add).toThrow(/https:\/\/example\.org\/a\.png.*--allow-urls/);
  });

  it('sends media by URL where that is allowed, and reports the first', () => {
    const urls: string[] = [];
    const added = additions({ allowUrls: true }, {}, 'openai-chat', (url) => urls.push(url));
    const request = byUrl('https://example.org/a.png');
    expect(added.add(request)).toBe(request);
    added.add(byUrl('https://example.org/b.png'));
    expect(urls).toEqual(['https://example.org/a.png']);
  });
});
