import { Buffer } from 'node:buffer';
import type { AudioMeter } from './audio-meter.ts';

/** Bytes of the header of a RIFF file, and of the header of each of its chunks. */
const RIFF_BYTES = 12;
const CHUNK_BYTES = 8;

/** Headers are kept up to this size; real ones are far below. */
const MOST_HEADER_BYTES = 64 * 1024;

/** Sizes that a server writes when it streams a file whose length it does not know yet. */
const UNKNOWN_SIZES: ReadonlySet<number> = new Set([
  0, 0xff_ff_ff_ff, 0x7f_ff_ff_ff, 0xff_ff_ff_00,
]);

/** Where the samples of a file begin, and how many bytes of them there are. */
interface WavData {
  readonly at: number;
  /** `Infinity` where the header does not say. */
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
      return { at: content, bytes: UNKNOWN_SIZES.has(size) ? Infinity : size, bytesPerSecond };
    }
    if (name === 'fmt ' && content + 12 <= wav.byteLength) {
      bytesPerSecond = wav.readUInt32LE(content + 8);
    }
    // Chunks begin at even offsets.
    at = content + size + (size % 2);
  }
  return undefined;
}
