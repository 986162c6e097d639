import { open } from 'node:fs/promises';

/** Ends before the vocabulary of most models, whose architecture comes first. */
const READ_BYTES = 2 ** 20;

/** Bytes of each scalar type of GGUF, by its number. */
const SCALAR_BYTES: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 4],
  [5, 4],
  [6, 4],
  [7, 1],
  [10, 8],
  [11, 8],
  [12, 8],
]);
const STRING = 8;
const ARRAY = 9;

/** A number, a text, or the numbers of a list; other values are not kept. */
type MetadataValue = number | string | readonly number[] | undefined;

/** Reads values one after another; reading past the end throws a RangeError. */
class Cursor {
  readonly #view: DataView;
  #at: number;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
  }

  count(): number {
    return Number(this.#view.getBigUint64(this.#take(8), true));
  }

  type(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  text(): string {
    const length = this.count();
    const at = this.#take(length);
    if (this.#at > this.#view.byteLength) throw new RangeError('the text ends past the part read');
    return new TextDecoder('latin1').decode(
      new Uint8Array(this.#view.buffer, this.#view.byteOffset + at, length),
    );
  }

  value(type: number): MetadataValue {
    if (type === STRING) return this.text();
    if (type !== ARRAY) return this.#scalar(type);
    const itemType = this.type();
    const items = Array.from({ length: this.#checked(this.count()) }, () => this.value(itemType));
    return items.filter((item) => typeof item === 'number');
  }

  #scalar(type: number): MetadataValue {
    const bytes = SCALAR_BYTES.get(type);
    if (bytes === undefined) throw new RangeError(`type ${type} is unknown`);
    const at = this.#take(bytes);
    if (type === 4) return this.#view.getUint32(at, true);
    if (type === 5) return this.#view.getInt32(at, true);
    if (type === 10) return Number(this.#view.getBigUint64(at, true));
    if (type === 11) return Number(this.#view.getBigInt64(at, true));
    return undefined;
  }

  /** Each item takes a byte, so a longer list ends past the part read. */
  #checked(length: number): number {
    if (length > this.#view.byteLength) throw new RangeError('the list ends past the part read');
    return length;
  }

  #take(bytes: number): number {
    const at = this.#at;
    this.#at += bytes;
    return at;
  }
}

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
  const cursor = new Cursor(view, 24);
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
