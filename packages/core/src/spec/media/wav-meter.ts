import { Buffer } from 'node:buffer';
import type { AudioMeter } from './audio-meter.ts';

/** Bytes of the header of a RIFF file, and of the header of each of its chunks. */
const RIFF_BYTES = 12;
const CHUNK_BYTES = 8;

/** Headers are kept up to this size; real ones are far below. */
const MOST_HEADER_BYTES = 64 * 1024;

/** Where the samples of a file begin, and how many bytes of them there are. */
interface WavData {
  readonly at: number;
  /** `Infinity` where the header has 0: a server streams a file whose length it does not know yet. Others write the most. */
  readonly bytes: number;
  readonly bytesPerSecond: number;
}

/** Measures WAV files: the header is kept until it is whole, and the samples are only counted. */
export class WavMeter implements AudioMeter {
  #header = Buffer.alloc(0);
  #data: WavData | undefined;
  #bytes = 0;

  push(bytes: Uint8Array): void {
    this.#bytes += bytes.byteLength;
    if (this.#data !== undefined || this.#header.byteLength > MOST_HEADER_BYTES) return;
    this.#header = Buffer.concat([this.#header, bytes]);
    this.#data = findData(this.#header);
    if (this.#data !== undefined) this.#header = Buffer.alloc(0);
  }

  /** A stream of unknown length has as many samples as bytes came. */
  get durationMs(): number {
    if (this.#data === undefined) return Number.NaN;
    const { at, bytes, bytesPerSecond } = this.#data;
    return bytesPerSecond > 0
      ? (Math.min(bytes, this.#bytes - at) / bytesPerSecond) * 1000
      : Number.NaN;
  }
}

function findData(wav: Buffer): WavData | undefined {
  let bytesPerSecond = Number.NaN;
  for (let at = RIFF_BYTES; at + CHUNK_BYTES <= wav.byteLength;) {
    const name = wav.toString('latin1', at, at + 4);
    const size = wav.readUInt32LE(at + 4);
    const content = at + CHUNK_BYTES;
    if (name === 'data') {
      return { at: content, bytes: size === 0 ? Infinity : size, bytesPerSecond };
    }
    if (name === 'fmt ' && content + 12 <= wav.byteLength) {
      bytesPerSecond = wav.readUInt32LE(content + 8);
    }
    // Chunks begin at even offsets.
    at = content + size + (size % 2);
  }
  return undefined;
}
