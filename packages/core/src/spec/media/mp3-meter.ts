import { Buffer } from 'node:buffer';
import type { AudioMeter } from './audio-meter.ts';

/** Bit rates of layer III by their index, kbit/s: MPEG 1, and MPEG 2 and 2.5. */
const KBITS_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBITS_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** Sample rates of MPEG 1 by their index; MPEG 2 has half, MPEG 2.5 a quarter. */
const SAMPLE_HZ = [44_100, 48_000, 32_000];

/** Bytes of the header of a frame, and of an ID3 tag before the first. */
const HEADER_BYTES = 4;
const TAG_HEADER_BYTES = 10;

interface Frame {
  readonly bytes: number;
  readonly durationMs: number;
}

/** Measures MP3 files frame by frame, so that it is right at a variable bit rate. Less than a frame is kept. */
export class Mp3Meter implements AudioMeter {
  #rest = Buffer.alloc(0);
  /** Bytes of the current frame or tag that are still to come. */
  #skip = 0;
  #hasBegun = false;
  #durationMs = 0;

  push(bytes: Uint8Array): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    if (!this.#hasBegun) {
      if (this.#rest.byteLength < TAG_HEADER_BYTES) return;
      this.#hasBegun = true;
      this.#skip = tagBytes(this.#rest);
    }
    let at = 0;
    for (;;) {
      const skipped = Math.min(this.#skip, this.#rest.byteLength - at);
      this.#skip -= skipped;
      at += skipped;
      if (this.#skip > 0 || at + HEADER_BYTES > this.#rest.byteLength) break;
      const frame = readFrame(this.#rest, at);
      // Bytes that begin no frame, such as a tag at the end, are passed one by one.
      this.#skip = frame?.bytes ?? 1;
      this.#durationMs += frame?.durationMs ?? 0;
    }
    this.#rest = this.#rest.subarray(at);
  }

  /** `NaN` without any frame. */
  get durationMs(): number {
    return this.#durationMs === 0 ? Number.NaN : this.#durationMs;
  }
}

/** Bytes of the tag before the first frame. Their number has 7 bits in a byte. */
function tagBytes(mp3: Buffer): number {
  if (mp3.toString('latin1', 0, 3) !== 'ID3') return 0;
  const size = mp3
    .subarray(6, TAG_HEADER_BYTES)
    .reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
  return TAG_HEADER_BYTES + size;
}

function readFrame(mp3: Buffer, at: number): Frame | undefined {
  const header = mp3.readUInt32BE(at);
  // 11 set bits, and layer III.
  if (header >>> 21 !== 0x7ff || ((header >>> 17) & 3) !== 1) return undefined;
  const version = (header >>> 19) & 3;
  const isMpeg1 = version === 3;
  const kbits = (isMpeg1 ? KBITS_1 : KBITS_2)[(header >>> 12) & 15] ?? 0;
  const fullHz = SAMPLE_HZ[(header >>> 10) & 3] ?? 0;
  if (version === 1 || kbits === 0 || fullHz === 0) return undefined;
  const sampleHz = fullHz / (isMpeg1 ? 1 : version === 2 ? 2 : 4);
  const samples = isMpeg1 ? 1152 : 576;
  const padding = (header >>> 9) & 1;
  return {
    bytes: Math.floor(((samples / 8) * kbits * 1000) / sampleHz) + padding,
    durationMs: (samples / sampleHz) * 1000,
  };
}
