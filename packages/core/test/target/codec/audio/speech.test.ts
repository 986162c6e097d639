import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { Query } from '../../../../src/target/codec/codec.ts';
import { openAiSpeech } from '../../../../src/target/codec/audio/speech.ts';
import type { SpeechOptions } from '../../../../src/target/codec/audio/speech-options.ts';
import type { DecodedResponse } from '../../../../src/target/codec/decoded-response.ts';
import { recordingPool } from '../../../../src/workload/media/media-pool.ts';

const WAV = Buffer.from(
  recordingPool(200, { seed: 1, nonce: 'a' }).make(0).source.base64,
  'base64',
);
const QUERY: Query = {
  model: 'tts',
  messages: [{ role: 'user', content: 'Low at six.' }],
  maxTokens: 4,
  isGreedy: true,
  isStreamed: true,
};

function bodyOf(query: Partial<Query> = {}): unknown {
  const { body } = openAiSpeech.encode({ host: 'h', basePath: '' }, { ...QUERY, ...query });
  return JSON.parse(Buffer.from(body).toString());
}

/** Decodes reads that end at 1,000 ns, 2,000 ns… */
function decode(
  reads: readonly Uint8Array[],
  {
    contentType = 'audio/wav',
    isComplete = true,
    speech,
  }: {
    readonly contentType?: string;
    readonly isComplete?: boolean;
    readonly speech?: SpeechOptions;
  } = {},
): DecodedResponse {
  const query = speech === undefined ? QUERY : { ...QUERY, speech };
  const decoder = openAiSpeech.createDecoder(contentType, true, query);
  for (const [index, read] of reads.entries()) decoder.push(read, 1000 * (index + 1));
  return decoder.finish(isComplete);
}

describe('openai-speech', () => {
  it('sends the text, the voice and the format', () => {
    const speech: SpeechOptions = { voice: 'nova', format: 'mp3', pcmHz: 24_000 };
    expect(bodyOf({ speech, extraBody: { speed: 2 } })).toEqual({
      model: 'tts',
      input: 'Low at six.',
      voice: 'nova',
      response_format: 'mp3',
      speed: 2,
    });
  });

  it('has the time of the first byte of audio, and its duration', () => {
    const response = decode([WAV.subarray(0, 40), WAV.subarray(40, 3000), WAV.subarray(3000)]);
    expect(response).toMatchObject({ audioMs: 200, ending: 'mark', faults: [] });
    expect(Array.from(response.contentNs)).toEqual([1000, 2000, 3000]);
  });

  it('measures raw samples by their configured rate', () => {
    const speech: SpeechOptions = { voice: 'a', format: 'pcm', pcmHz: 16_000 };
    const response = decode([Buffer.alloc(32_000)], { contentType: 'audio/pcm', speech });
    expect(response.audioMs).toBe(1000);
  });

  it('returns no duration for a format without one', () => {
    const speech: SpeechOptions = { voice: 'a', format: 'opus', pcmHz: 16_000 };
    const response = decode([Buffer.from('OggS')], { contentType: 'audio/ogg', speech });
    expect(response.audioMs).toBeNaN();
    expect(response.faults).toEqual([]);
  });

  it('takes a body that broke off as incomplete', () => {
    expect(decode([WAV.subarray(0, 1000)], { isComplete: false }).ending).toBe('none');
  });

  it('reports an error that comes as JSON with status 200', () => {
    const { faults, contentNs } = decode([Buffer.from('{"error":{"message":"no voice"}}')], {
      contentType: 'application/json',
    });
    expect(faults).toEqual([{ kind: 'error-event', example: 'no voice' }]);
    expect(contentNs).toHaveLength(0);
  });

  it('reports a body of another kind', () => {
    const { faults } = decode([Buffer.from('<p>Hello</p>')], {
      contentType: 'text/html; charset=utf-8',
    });
    expect(faults).toEqual([
      {
        kind: 'other-api',
        example: 'The response is text/html, not audio; it begins with "<p>Hello</p>".',
      },
    ]);
  });
});
