import { Buffer } from 'node:buffer';
import { brotliDecompressSync, constants } from 'node:zlib';
import { NOTHING_DECODED, type ContentDecoder } from './content-decoder.ts';

/** Maximum bytes decoded again with each read: beyond this, decoding would cost the client too much time. */
const MOST_DECODED_AGAIN = 64 * 1024;

/** Decodes brotli, which cannot resume midway: each read decodes everything again; a long body waits for its end. */
export class BrotliDecoder implements ContentDecoder {
  #bytes: Buffer = Buffer.alloc(0);
  #decodedBytes = 0;

  push(bytes: Uint8Array): Uint8Array {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    return this.#bytes.length > MOST_DECODED_AGAIN ? NOTHING_DECODED : this.#decode();
  }

  finish(): Uint8Array {
    return this.#bytes.length === 0 ? NOTHING_DECODED : this.#decode();
  }

  #decode(): Uint8Array {
    const decoded = brotliDecompressSync(this.#bytes, {
      finishFlush: constants.BROTLI_OPERATION_FLUSH,
    });
    const added = decoded.subarray(this.#decodedBytes);
    this.#decodedBytes = decoded.length;
    return added;
  }
}
