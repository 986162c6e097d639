import { crc32 } from 'node:zlib';
import { noiseBytes } from './noise-bytes.ts';
import type { MediaTemplate } from './unique-media.ts';

/** Size of a picture, pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Bytes of a pixel: red, green, blue. */
const PIXEL_BYTES = 3;

/** 8 bits per channel, RGB, no interlacing. */
const FORMAT = [8, 2, 0, 0, 0];

/** Header of a zlib stream that is not compressed. */
const ZLIB_HEADER = [0x78, 0x01];

/** The longest block that a zlib stream stores. */
const MOST_STORED = 65_535;

/** Adler-32: the largest prime below 2^16. */
const ADLER_BASE = 65_521;

/** Additions before a sum must be reduced to stay exact. */
const ADLER_RUN = 5552;

/**
 * A PNG of noise. The last pixel differs in each variant; it is in a chunk of its own, so that no checksum of the rest changes.
 * The data are stored without compression, since noise has none.
 */
export function noisePicture({ width, height }: PictureSize, label: string): MediaTemplate {
  const pixels = scanlines(width, height, label);
  const common = pixels.subarray(0, pixels.byteLength - PIXEL_BYTES);
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  const head = Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([size, Buffer.from(FORMAT)])),
    chunk('IDAT', Buffer.concat([Buffer.from(ZLIB_HEADER), ...storedBlocks(common)])),
  ]);
  const sum = adler32(common);
  const end = chunk('IEND', Buffer.alloc(0));
  return {
    kind: 'image',
    mediaType: 'image/png',
    head,
    variants: 2 ** (8 * PIXEL_BYTES),
    tail: (variant) => {
      const pixel = Buffer.alloc(PIXEL_BYTES);
      pixel.writeUIntBE(variant, 0, PIXEL_BYTES);
      const checksum = Buffer.alloc(4);
      checksum.writeUInt32BE(joined(adler32(pixel, sum)));
      return Buffer.concat([chunk('IDAT', Buffer.concat([stored(pixel, true), checksum])), end]);
    },
  };
}

/** Rows of noise, each behind its filter byte 0: no filter. */
function scanlines(width: number, height: number, label: string): Buffer {
  const rowBytes = 1 + width * PIXEL_BYTES;
  const bytes = noiseBytes(label, rowBytes * height);
  for (let row = 0; row < height; row += 1) bytes[row * rowBytes] = 0;
  return bytes;
}

function chunk(name: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.byteLength);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

function storedBlocks(data: Uint8Array): Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = 0; at < data.byteLength; at += MOST_STORED) {
    blocks.push(stored(data.subarray(at, at + MOST_STORED), false));
  }
  return blocks;
}

function stored(data: Uint8Array, isLast: boolean): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt8(isLast ? 1 : 0, 0);
  header.writeUInt16LE(data.byteLength, 1);
  header.writeUInt16LE(data.byteLength ^ 0xff_ff, 3);
  return Buffer.concat([header, data]);
}

/** The two sums of Adler-32. */
interface AdlerSums {
  readonly low: number;
  readonly high: number;
}

function adler32(bytes: Uint8Array, { low, high }: AdlerSums = { low: 1, high: 0 }): AdlerSums {
  let sum = low;
  let sums = high;
  for (let at = 0; at < bytes.byteLength;) {
    const end = Math.min(at + ADLER_RUN, bytes.byteLength);
    for (; at < end; at += 1) {
      sum += bytes[at] ?? 0;
      sums += sum;
    }
    sum %= ADLER_BASE;
    sums %= ADLER_BASE;
  }
  return { low: sum, high: sums };
}

function joined({ low, high }: AdlerSums): number {
  return high * 2 ** 16 + low;
}
