import { open, type FileHandle } from 'node:fs/promises';
import { GgufCursor, UnknownTypeError } from './gguf-cursor.ts';
import { tensorBytes } from './tensor-bytes.ts';

const MAGIC = 'GGUF';
const VERSIONS = [2, 3];
const COUNTS_AT = 8;
const DEFAULT_ALIGNMENT_BYTES = 32;
const ALIGNMENT = 'general.alignment';

/** The first part of a file that is read; each further one is larger by this factor. */
const FIRST_READ_BYTES = 2 ** 20;
const READ_FACTOR = 8;

/** A longer header is not read. */
const MOST_HEADER_BYTES = 2 ** 28;

/** How a GGUF file is too short. */
export interface MissingBytes {
  readonly fileBytes: number;
  /** By its list of tensors; `NaN` where the file ends before the end of that list. */
  readonly neededBytes: number;
}

/**
 * Finds a GGUF file that ends early, as a download that was cut off does, by the places and sizes of its tensors.
 * @returns undefined for a whole file, and for one of another format or version, which the engine judges
 * @throws the error of the system when the file cannot be read
 */
export async function findMissingBytes(path: string): Promise<MissingBytes | undefined> {
  const file = await open(path, 'r');
  try {
    const { size: fileBytes } = await file.stat();
    const neededBytes = await readNeededBytes(file, fileBytes);
    return neededBytes === undefined || neededBytes <= fileBytes
      ? undefined
      : { fileBytes, neededBytes };
  } finally {
    await file.close();
  }
}

async function readNeededBytes(file: FileHandle, fileBytes: number): Promise<number | undefined> {
  for (let bytes = FIRST_READ_BYTES; bytes <= MOST_HEADER_BYTES; bytes *= READ_FACTOR) {
    const length = Math.min(bytes, fileBytes);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(length), position: 0 });
    const needed = neededBytesOf(buffer.subarray(0, bytesRead));
    if (needed === undefined || !Number.isNaN(needed) || length === fileBytes) return needed;
  }
  return undefined;
}

/**
 * Bytes of a whole file.
 * @param bytes its beginning
 * @returns `NaN` where the part ends within the header, undefined for another format or version
 */
export function neededBytesOf(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC) return undefined;
  if (bytes.byteLength < COUNTS_AT) return Number.NaN;
  if (!VERSIONS.includes(view.getUint32(MAGIC.length, true))) return undefined;
  try {
    return readHeader(new GgufCursor(view, COUNTS_AT));
  } catch (error) {
    if (error instanceof UnknownTypeError) return undefined;
    if (!(error instanceof RangeError)) throw error;
    return Number.NaN;
  }
}

function readHeader(cursor: GgufCursor): number {
  const tensors = cursor.count();
  const alignmentBytes = readAlignment(cursor, cursor.count());
  let dataBytes = 0;
  for (let index = 0; index < tensors; index += 1) {
    cursor.skipText();
    const elements = readElements(cursor);
    const type = cursor.type();
    dataBytes = Math.max(dataBytes, cursor.count() + tensorBytes(type, elements));
  }
  return Math.ceil(cursor.at / alignmentBytes) * alignmentBytes + dataBytes;
}

function readAlignment(cursor: GgufCursor, count: number): number {
  let alignmentBytes = DEFAULT_ALIGNMENT_BYTES;
  for (let index = 0; index < count; index += 1) {
    const key = cursor.text();
    const type = cursor.type();
    if (key === ALIGNMENT) alignmentBytes = Number(cursor.value(type));
    else cursor.skip(type);
  }
  if (alignmentBytes > 0) return alignmentBytes;
  throw new UnknownTypeError(`${ALIGNMENT} is no number of bytes`);
}

function readElements(cursor: GgufCursor): number {
  let elements = 1;
  for (let left = cursor.type(); left > 0; left -= 1) elements *= cursor.count();
  return elements;
}
