import { createHash } from 'node:crypto';

/** Identifies what was read of a file. */
export interface FileDigest {
  /** SHA-256 of these bytes, hexadecimal. */
  readonly sha256: string;
  /** Bytes from the beginning that were read: fewer than the file has where the rest is not used. */
  readonly bytes: number;
}

/** The digest of contents that are in memory, as if they were one file. */
export function digestOf(contents: Iterable<Uint8Array>): FileDigest {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const content of contents) {
    hash.update(content);
    bytes += content.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Hashes a file as it is read: each byte once, however often a pass over it begins again. */
export class ReadDigest {
  readonly #hash = createHash('sha256');
  #bytes = 0;

  /** Of what any pass has read so far. */
  get digest(): FileDigest {
    return { sha256: this.#hash.copy().digest('hex'), bytes: this.#bytes };
  }

  /** Passes on the chunks of a pass from the beginning of the file. */
  *pass(chunks: Iterable<Buffer>): Generator<Buffer, void> {
    let position = 0;
    for (const chunk of chunks) {
      const end = position + chunk.length;
      if (end > this.#bytes) {
        this.#hash.update(chunk.subarray(this.#bytes - position));
        this.#bytes = end;
      }
      position = end;
      yield chunk;
    }
  }
}
