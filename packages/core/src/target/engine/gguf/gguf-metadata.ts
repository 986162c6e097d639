import { open } from 'node:fs/promises';
import { GgufCursor, type MetadataValue } from './gguf-cursor.ts';

/** Ends before the vocabulary of most models, whose architecture comes first. */
const READ_BYTES = 2 ** 20;

/**
 * The metadata at the beginning of a GGUF file, as far as the first MiB holds it; empty for any other file.
 * @throws the error of the system when the file cannot be read
 */
export async function readGgufMetadata(path: string): Promise<ReadonlyMap<string, MetadataValue>> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(READ_BYTES),
      position: 0,
    });
    return parseGgufMetadata(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** @param bytes the beginning of a file, little-endian as all current models are */
export function parseGgufMetadata(bytes: Uint8Array): ReadonlyMap<string, MetadataValue> {
  const values = new Map<string, MetadataValue>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = new TextDecoder('latin1').decode(bytes.subarray(0, 4));
  if (magic !== 'GGUF' || bytes.byteLength < 24 || view.getUint32(4, true) < 2) return values;
  const count = Number(view.getBigUint64(16, true));
  const cursor = new GgufCursor(view, 24);
  try {
    for (let index = 0; index < count; index += 1) {
      const key = cursor.text();
      values.set(key, cursor.value(cursor.type()));
    }
  } catch (error) {
    // The part read ends within the vocabulary.
    if (!(error instanceof RangeError)) throw error;
  }
  return values;
}
