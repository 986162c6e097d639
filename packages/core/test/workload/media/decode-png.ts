import { crc32, inflateSync } from 'node:zlib';

/** A PNG as a decoder sees it. */
export interface DecodedPng {
  readonly width: number;
  readonly height: number;
  /** Rows, each behind its filter byte. */
  readonly scanlines: Buffer;
}

/** Decodes a PNG and checks all of its checksums. */
export function decodePng(png: Buffer): DecodedPng {
  const chunks = new Map<string, Buffer[]>();
  for (let at = 8; at < png.byteLength;) {
    const length = png.readUInt32BE(at);
    const named = png.subarray(at + 4, at + 8 + length);
    const name = named.toString('latin1', 0, 4);
    if (crc32(named) !== png.readUInt32BE(at + 8 + length)) throw new Error(`checksum of ${name}`);
    chunks.set(name, [...(chunks.get(name) ?? []), named.subarray(4)]);
    at += 12 + length;
  }
  const [header = Buffer.alloc(0)] = chunks.get('IHDR') ?? [];
  if (!chunks.has('IEND')) throw new Error('no end');
  return {
    width: header.readUInt32BE(0),
    height: header.readUInt32BE(4),
    scanlines: inflateSync(Buffer.concat(chunks.get('IDAT') ?? [])),
  };
}
