import { Buffer } from 'node:buffer';
import { mp3DurationMs } from './mp3-duration.ts';

/** Bytes of the header of a RIFF file, and of the header of each of its chunks. */
const RIFF_BYTES = 12;
const CHUNK_BYTES = 8;

/** Sizes that a server writes when it streams a file whose length it does not know yet. */
const UNKNOWN_SIZES: ReadonlySet<number> = new Set([
  0, 0xff_ff_ff_ff, 0x7f_ff_ff_ff, 0xff_ff_ff_00,
]);

/**
 * The duration of a WAV or MP3 file by its headers.
 * @returns milliseconds; `NaN` for other formats and damaged headers
 */
export function audioDurationMs(bytes: Uint8Array, mediaType: string): number {
  const audio = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (mediaType) {
    case 'audio/wav':
      return wavDurationMs(audio);
    case 'audio/mpeg':
      return mp3DurationMs(audio);
    default:
      return Number.NaN;
  }
}

/** A stream of unknown length has as many samples as bytes came. */
function wavDurationMs(wav: Buffer): number {
  let bytesPerSecond = Number.NaN;
  for (let at = RIFF_BYTES; at + CHUNK_BYTES <= wav.byteLength;) {
    const name = wav.toString('latin1', at, at + 4);
    const size = wav.readUInt32LE(at + 4);
    const content = at + CHUNK_BYTES;
    if (name === 'fmt ' && content + 12 <= wav.byteLength) {
      bytesPerSecond = wav.readUInt32LE(content + 8);
    }
    if (name === 'data') {
      const left = wav.byteLength - content;
      const dataBytes = UNKNOWN_SIZES.has(size) ? left : Math.min(size, left);
      return bytesPerSecond > 0 ? (dataBytes / bytesPerSecond) * 1000 : Number.NaN;
    }
    // Chunks begin at even offsets.
    at = content + size + (size % 2);
  }
  return Number.NaN;
}
