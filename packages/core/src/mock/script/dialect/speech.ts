import { Buffer } from 'node:buffer';
import { WAV_SAMPLE_BYTES, wavHeader } from '../../../spec/media/wav-header.ts';
import type { MockDialect } from './dialect.ts';

const HZ = 24_000;

/** 100 ms of one channel. */
const TOKEN_BYTES = (HZ / 10) * WAV_SAMPLE_BYTES;

/** `/v1/audio/speech` by the format of its audio: 100 ms of silence for each token. */
export const SPEECH_DIALECTS: ReadonlyMap<string, MockDialect> = new Map([
  ['wav', speech('audio/wav', headerOf)],
  ['pcm', speech('audio/pcm', () => Buffer.alloc(0))],
]);

function speech(contentType: string, header: (tokens: number) => Uint8Array): MockDialect {
  const silence = Buffer.alloc(TOKEN_BYTES);
  return {
    contentType,
    start: () => '',
    token: ({ tokens }, index) =>
      index === 0 ? Buffer.concat([header(tokens), silence]) : silence,
    end: () => '',
    whole: () => ({}),
  };
}

function headerOf(tokens: number): Uint8Array {
  return wavHeader(HZ, tokens * TOKEN_BYTES);
}
