import { Buffer } from 'node:buffer';
import type { MockDialect } from './dialect.ts';

const HZ = 24_000;
const SAMPLE_BYTES = 2;

/** 100 ms of one channel. */
const TOKEN_BYTES = (HZ / 10) * SAMPLE_BYTES;

const HEADER_BYTES = 44;

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
  const dataBytes = tokens * TOKEN_BYTES;
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  // Raw samples of one channel.
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(HZ, 24);
  header.writeUInt32LE(HZ * SAMPLE_BYTES, 28);
  header.writeUInt16LE(SAMPLE_BYTES, 32);
  header.writeUInt16LE(8 * SAMPLE_BYTES, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
